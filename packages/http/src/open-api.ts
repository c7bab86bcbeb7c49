import { type GenerateSpecOptions, generateSpecs, resolver } from 'hono-openapi';
import { z } from 'zod';
import { open } from './access.ts';
import type { App } from './app-env.ts';
import { jsonWithTag } from './entity-tag.ts';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Where the API is reached; default: where the document was fetched. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[];
  readonly tags?: readonly { readonly name: string; readonly description: string }[];
}

/** An OpenAPI 3.1 document, to be sent as JSON. */
export type OpenApiDocument = Awaited<ReturnType<typeof generateSpecs>>;

/**
 * Describes every route of an app that declares its access, from `describeRoute`, `validated` and
 * `requires`.
 */
export async function openApiDocument(app: App, info: ApiInfo): Promise<OpenApiDocument> {
  const { servers, tags, ...about } = info;
  const documentation: GenerateSpecOptions['documentation'] = {
    info: about,
    ...(servers === undefined ? {} : { servers: [...servers] }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An OIDC access token.' },
      },
      responses: {
        Problem: {
          description: 'Refused: problem details (RFC 9457).',
          content: { 'application/problem+json': { schema: resolver(problemSchema) } },
        },
      },
    },
  };
  const document = await generateSpecs(app, {
    documentation,
    defaultValidationErrorResponse: { $ref: '#/components/responses/Problem' } as never,
  });
  nameSuccess(document);
  return document;
}

/** Every operation names an answer of success, as the specification asks: 200 where the route says nothing else. */
function nameSuccess({ paths }: OpenApiDocument): void {
  for (const path of Object.values(paths)) {
    for (const { responses } of Object.values(path ?? {}) as { responses?: Record<string, object> }[]) {
      if (!responses || Object.keys(responses).some((status) => status.startsWith('2'))) continue;
      responses[200] = { description: 'Done.' };
    }
  }
}

/** Serves the document at `/openapi.json`. Generated at the first request, when all routes are there. */
export function serveOpenApi(app: App, info: ApiInfo): void {
  let json: Promise<string> | undefined;
  app.get('/openapi.json', open(), async (c) => {
    json ??= openApiDocument(app, info).then((document) => JSON.stringify(document));
    return jsonWithTag(c, await json);
  });
}

const localized = z.object({ zh: z.string(), en: z.string() });

const problemSchema = z.looseObject({
  type: z.string().describe('URI of the kind of problem'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string().optional(),
  code: z.string().describe('E_…: stable, for programs'),
  retryable: z.boolean().describe('whether the same request may succeed later'),
  requestId: z.string().optional(),
  titles: localized,
  details: localized,
  problems: z
    .array(
      z.object({
        pointer: z.string().describe('JSON Pointer into the input'),
        rule: z.string(),
        expected: z.unknown().optional(),
        message: z.string(),
        messages: localized,
      }),
    )
    .optional(),
});
