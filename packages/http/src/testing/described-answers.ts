import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from '../open-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: the document is read as the JSON that it is
export type Node = any;

/** An operation of an OpenAPI document, as far as its answers go. */
export interface DescribedOperation {
  readonly method: string;
  /** `/v1/grants/{grantId}` */
  readonly path: string;
  /** Statuses as texts, and `default`. */
  readonly statuses: readonly string[];
  answer(status: string): DescribedContent | undefined;
}

/** What is described of one answer. */
export interface DescribedContent {
  /** Content types; none where there is no content. */
  readonly contentTypes: readonly string[];
  schema(contentType: string): Node;
  /** Undefined where the content type has no schema. @throws Error where Ajv does not understand all that it says */
  validator(contentType: string): ValidateFunction | undefined;
}

export interface DescribedAnswers {
  readonly operations: readonly DescribedOperation[];
  /** What every refusal is. */
  readonly problem: DescribedContent;
  /** The shapes that answers and requests share, by name. */
  readonly components: Readonly<Record<string, Node>>;
}

/** The answers that an OpenAPI document describes. */
export function describedAnswers(given: OpenApiDocument): DescribedAnswers {
  // Ajv compiles the root of whatever a reference leads to, and the document as a whole is no schema.
  const document: Node = JSON.parse(
    JSON.stringify(given).replaceAll('"#/components/schemas/', '"openapi:#/$defs/'),
  );
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats.default(ajv);
  const components = document.components.schemas ?? {};
  ajv.addSchema({ $id: 'openapi:', $defs: components });

  const described = (response: Node): DescribedContent => {
    const { content = {} } = response;
    const validators = new Map<string, ValidateFunction>();
    return {
      contentTypes: Object.keys(content),
      schema: (contentType) => content[contentType]?.schema,
      validator(contentType) {
        const schema = content[contentType]?.schema;
        if (schema === undefined) return undefined;
        const validate = validators.get(contentType) ?? ajv.compile(schema);
        validators.set(contentType, validate);
        return validate;
      },
    };
  };
  const { Problem: problem } = document.components.responses;
  const shared = described(problem);
  const answerOf = (response: Node): DescribedContent | undefined => {
    if (response === undefined) return undefined;
    return response.$ref === '#/components/responses/Problem' ? shared : described(response);
  };

  const operations = Object.entries<Node>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Node>(methods).map(([method, { responses }]) => {
      const answers = new Map(Object.entries<Node>(responses).map(([key, one]) => [key, answerOf(one)]));
      return {
        method: method.toUpperCase(),
        path,
        statuses: [...answers.keys()],
        answer: (status: string) => answers.get(status),
      };
    }),
  );
  return { operations, problem: shared, components };
}
