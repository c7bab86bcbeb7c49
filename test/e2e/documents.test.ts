import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { type AnswerCheck, answerCheck, answerGaps, seen } from '@tongban/http/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import arrears from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };
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
    expect(Object.keys(body.channels)).toContain('publish-tax');
    expect(Object.keys(body.channels)).not.toContainEqual(
      expect.stringMatching(/^publish-(platform|sharing)$/),
    );
  });
});

describe('the OpenAPI document of the running platform', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  let document: Answer;
  let check: AnswerCheck;
  const operations: { method: string; path: string; operation: Answer }[] = [];
  beforeAll(async () => {
    document = (await platform.call('/openapi.json')).body;
    check = answerCheck(document);
    for (const [path, methods] of Object.entries<Answer>(document.paths)) {
      for (const [method, operation] of Object.entries<Answer>(methods))
        operations.push({ method: method.toUpperCase(), path, operation });
    }
  });

  /** Follows a reference within the document. */
  const at = (node: Answer): Answer =>
    node?.$ref === undefined
      ? node
      : node.$ref
          .slice(2)
          .split('/')
          .reduce((found: Answer, name: string) => found[name], document);
  it('has a schema for every answer of success, in which nothing is open by being left unsaid', () => {
    expect(answerGaps(document)).toEqual([]);
    expect(Object.keys(document.components.schemas).length).toBeGreaterThan(30);
  });

  it('names every path parameter, and an id of its own for each operation', () => {
    expect(document.openapi).toMatch(/^3\.1/);
    expect(operations.length).toBeGreaterThan(60);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { method, path, operation } of operations) {
      const inPath = (operation.parameters ?? []).filter((parameter: Answer) => parameter.in === 'path');
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }: Answer) => name).sort(), `${method} ${path}`).toEqual(named.sort());
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
        const said = `${method} ${path} as ${role ?? 'nobody'}: ${answer.status} ${answer.text?.slice(0, 300)}`;
        const isNobody = role === undefined && allowed.length > 0;
        if (isNobody) expect(answer.status, said).toBe(401);
        else if (role !== undefined && !allowed.includes(role)) expect(answer.status, said).toBe(403);
        expect(answer.status, said).toBeLessThan(500);
        expect(answer.text, said).not.toContain('E_HTTP_NOT_FOUND');
        check(answer);
      }
    }
  });

  it('describes every kind of answer to a publication, and those to a reading: the call checks it', async () => {
    expect(Object.keys(document.paths['/v1/events'].post.requestBody.content).sort()).toEqual([
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
    }
    for (const path of [
      '/v1/feed',
      '/v1/feed/position',
      `/v1/events?source=${arrears.source}&id=described-1`,
    ]) {
      expect((await platform.call(path, { as: 'tax' })).status).toBe(200);
    }
    const authorization = `Bearer ${await platform.token('tax')}`;
    const stream = await fetch(`${platform.url}/v1/feed/stream`, { headers: { authorization } });
    check(await seen('/v1/feed/stream', 'GET', stream));
    await stream.body?.cancel();
    const ack = await platform.call('/v1/feed/ack', { as: 'tax', body: { cursor: 'tax:1' } });
    expect(ack.status).toBe(200);
  });

  async function answerTo(method: string, template: string, role: TrialRole | undefined) {
    const path = template.replaceAll(/\{\w+\}/g, 'tax.arrears-recorded.v1');
    const token = role && (await platform.token(role === 'operator' ? 'platform' : 'tax', role));
    const response = await fetch(platform.url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return seen(path, method, response);
  }
});
