import { type GenerateSpecOptions, generateSpecs } from 'hono-openapi';
import { open } from './access.ts';
import { asSent } from './answers.ts';
import type { App } from './app-env.ts';
import { jsonWithTag } from './entity-tag.ts';
import { problemAnswer } from './problem-document.ts';

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
          content: { 'application/problem+json': { schema: asSent(problemAnswer) } },
        },
      },
    },
  };
  return generateSpecs(app, {
    documentation,
    defaultValidationErrorResponse: { $ref: '#/components/responses/Problem' } as never,
  });
}

/** Serves the document at `/openapi.json`. Generated at the first request, when all routes are there. */
export function serveOpenApi(app: App, info: ApiInfo): void {
  let json: Promise<string> | undefined;
  app.get('/openapi.json', open(), async (c) => {
    json ??= openApiDocument(app, info).then((document) => JSON.stringify(document));
    return jsonWithTag(c, await json);
  });
}
