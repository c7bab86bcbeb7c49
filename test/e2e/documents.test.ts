import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import arrears from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };
import { root } from './start-process.ts';
import {
  type Answer,
  batch,
  startTrialPlatform,
  structured,
  type TrialPlatform,
  type TrialRole,
} from './trial-platform.ts';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
});
afterAll(() => platform.stop());

describe('the AsyncAPI document of the running platform', () => {
  it('is valid by the official parser, and lists every contract', async () => {
    const { body } = await platform.call('/asyncapi.json');
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(body));
    expect(diagnostics.filter(({ severity }) => severity <= DiagnosticSeverity.Warning)).toEqual([]);
    const messages = new Set(
      document
        ?.allMessages()
        .all()
        .map((message) => message.name()),
    );
    const { contracts } = (await platform.call('/v1/contracts', { as: 'tax' })).body;
    expect(contracts.length).toBeGreaterThan(25);
    expect(contracts.filter(({ type }: Answer) => !messages.has(type))).toEqual([]);
  });
});

describe('the OpenAPI document of the running platform', () => {
  const require = createRequire(join(root, 'packages/contracts/package.json'));
  const { Ajv2020 } = require('ajv/dist/2020.js');
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  let document: Answer;
  const operations: { method: string; path: string; operation: Answer }[] = [];
  beforeAll(async () => {
    document = (await platform.call('/openapi.json')).body;
    for (const [path, methods] of Object.entries<Answer>(document.paths)) {
      for (const [method, operation] of Object.entries<Answer>(methods))
        operations.push({ method: method.toUpperCase(), path, operation });
    }
  });

  const named = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;
  /** Follows a reference within the document. */
  const at = (node: Answer): Answer =>
    node?.$ref === undefined
      ? node
      : node.$ref
          .slice(2)
          .split('/')
          .reduce((found: Answer, name: string) => found[name], document);
  /** What the document says of an answer by its status; `default` where the status is not named. */
  const responseFor = (operation: Answer, status: number): Answer =>
    at(operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined));

  it('names every path parameter, an answer of success, and an id of its own for each operation', () => {
    expect(document.openapi).toMatch(/^3\.1/);
    expect(operations.length).toBeGreaterThan(60);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { method, path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter: Answer) => parameter.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }: Answer) => name).sort(), `${method} ${path}`).toEqual(named.sort());
      expect(Object.keys(operation.responses), `${method} ${path}`).toContainEqual(
        expect.stringMatching(/^(2\d\d|default)$/),
      );
    }
  });

  it('has schemas that are JSON Schema 2020-12', () => {
    for (const { method, path, operation } of operations) {
      const contents = [
        operation.requestBody,
        ...Object.values<Answer>(operation.responses).map((response) => at(response)),
      ].flatMap((body) => Object.values<Answer>(body?.content ?? {}));
      const parameters = (operation.parameters ?? []) as Answer[];
      for (const { schema } of [...contents, ...parameters]) {
        expect(ajv.validateSchema(schema ?? {}), `${method} ${path} ${ajv.errorsText()}`).toBe(true);
      }
    }
  });

  it('describes what is answered: without a token, to a role that may not, and to one that may', async () => {
    const roles: readonly TrialRole[] = ['department', 'officer', 'auditor', 'operator'];
    for (const { method, path, operation } of operations) {
      if (path === '/v1/feed/stream') continue;
      const allowed: readonly string[] = operation.security?.[0]?.bearer ?? [];
      const others = roles.filter((role) => !allowed.includes(role));
      const callers: readonly (TrialRole | undefined)[] = [
        undefined,
        ...others.slice(0, 1),
        ...(allowed.slice(0, 1) as TrialRole[]),
      ];
      for (const role of allowed.length === 0 ? [undefined] : callers) {
        const answer = await answerTo(method, path, role);
        const seen = `${named({ method, path })} as ${role ?? 'nobody'}: ${answer.status} ${answer.text.slice(0, 300)}`;
        const isNobody = role === undefined && allowed.length > 0;
        if (isNobody) expect(answer.status, seen).toBe(401);
        else if (role !== undefined && !allowed.includes(role)) expect(answer.status, seen).toBe(403);
        expect(answer.status, seen).toBeLessThan(500);
        expect(answer.text, seen).not.toContain('E_HTTP_NOT_FOUND');
        const described = responseFor(operation, answer.status);
        expect(described, `${seen} is described`).toBeDefined();
        const schema = described.content?.[answer.contentType]?.schema;
        if (answer.status >= 400) expect(schema, `${seen} has a schema`).toBeDefined();
        if (schema)
          expect(ajv.validate(schema, JSON.parse(answer.text)), `${seen}: ${ajv.errorsText()}`).toBe(true);
      }
    }
  });

  it('describes the answers to a publication and to a reading as they are', async () => {
    const publication = operations.find((one) => named(one) === 'POST /v1/events');
    expect(Object.keys(publication?.operation.requestBody.content).sort()).toEqual([
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/json',
    ]);
    const events = [
      { ...arrears, id: 'described-1' },
      { ...arrears, id: 'described-2', subject: 'nobody' },
    ];
    for (const [headers, body, status] of [
      [structured, events[0], 201],
      [structured, events[0], 200],
      [batch, [events[0]], 200],
      [batch, events, 207],
    ] as const) {
      const answer = await platform.call('/v1/events', {
        as: 'tax',
        headers,
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(status);
      expectAsDescribed('POST /v1/events', answer);
    }
    expectAsDescribed('GET /v1/feed', await platform.call('/v1/feed', { as: 'tax' }));
    expectAsDescribed('GET /v1/feed/position', await platform.call('/v1/feed/position', { as: 'tax' }));
    const path = `/v1/events?source=${arrears.source}&id=described-1`;
    expectAsDescribed('GET /v1/events', await platform.call(path, { as: 'tax' }));
    const ack = { as: 'tax', body: { cursor: 'tax:1' } };
    expectAsDescribed('POST /v1/feed/ack', await platform.call('/v1/feed/ack', ack));
  });

  /** The answer has a schema in the document, and is as the schema says. */
  function expectAsDescribed(name: string, { status, body }: { status: number; body: Answer }): void {
    const operation = operations.find((one) => named(one) === name)?.operation;
    const schema = responseFor(operation, status)?.content?.['application/json']?.schema;
    expect(schema, `${name} ${status} has a schema`).toBeDefined();
    expect(ajv.validate(schema, body), `${name} ${status}: ${ajv.errorsText()} ${JSON.stringify(body)}`).toBe(
      true,
    );
  }

  async function answerTo(method: string, path: string, role: TrialRole | undefined) {
    const token = role && (await platform.token(role === 'operator' ? 'platform' : 'tax', role));
    const response = await fetch(platform.url + path.replaceAll(/\{\w+\}/g, 'tax.arrears-recorded.v1'), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    const contentType = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    return { status: response.status, contentType, text: await response.text() };
  }
});
