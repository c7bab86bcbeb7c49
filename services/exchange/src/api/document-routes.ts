import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { asyncApi } from '@tongban/contracts';
import {
  type App,
  describeRoute,
  jsonWithTag,
  open,
  platformNames,
  serveOpenApi,
  textAnswer,
} from '@tongban/http';
import type { Clock } from '@tongban/kernel';
import type { GrantRegister } from '../domain/grant-register.ts';
import type { ContractView } from '../registers/contract-view.ts';
import type { GrantView } from '../registers/grant-view.ts';

const require = createRequire(import.meta.url);

/** What the API pages need, served from here: a government network has no content delivery network. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const page = `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<title>通办 Tongban API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<main id="pages"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;
const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#pages', deepLinking: true, validatorUrl: null });\n`;

const version = '0.1.0';

/** The API described for machines (OpenAPI 3.1, AsyncAPI 3) and for people. */
export function mountDocumentRoutes(
  app: App,
  {
    contracts,
    grants,
    clock,
  }: { readonly contracts: ContractView; readonly grants: GrantView; readonly clock: Clock },
): void {
  serveOpenApi(app, {
    title: '通办 Tongban',
    version,
    description:
      'Departments publish what happened as events under agreed contracts; each receives what it is entitled to.',
  });
  app.get('/asyncapi.json', open(), async (c) => {
    const catalogue = await contracts.current();
    const feeds = feedsOf(await grants.current(), clock.now());
    const server = new URL('/', c.req.url);
    return jsonWithTag(
      c,
      JSON.stringify(asyncApi(catalogue, { server, version, feeds, ofPlatform: platformNames })),
    );
  });
  const pages = describeRoute({
    summary: 'The API as pages 接口文档',
    responses: { 200: textAnswer('A page.', 'text/html') },
  });
  app.get('/docs', open(), pages, (c) => {
    c.header('Content-Security-Policy', documentPolicy);
    return c.html(page);
  });
  app.get('/docs/start.js', open(), (c) =>
    c.body(startScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  for (const [name, contentType] of Object.entries(assets)) {
    app.get(`/docs/${name}`, open(), (c) => {
      const file = readFileSync(require.resolve(`swagger-ui-dist/${name}`));
      return c.body(new Uint8Array(file), 200, {
        'Content-Type': contentType,
        'Cache-Control': 'public, max-age=3600',
      });
    });
  }
}

/** The pages set styles of their own on elements and show images from data URLs; nothing comes from elsewhere. */
const documentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What each department may receive now: one feed a department. */
function feedsOf(register: GrantRegister, nowMs: number): ReadonlyMap<string, readonly string[]> {
  const departments = new Set([...register.grants()].map(({ request }) => request.requester));
  return new Map(
    [...departments]
      .sort()
      .map((department) => [department, [...register.plan(department, nowMs).byType.keys()]]),
  );
}
