import { silentLogger } from '@tongban/telemetry';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type App,
  createApp,
  describeRoute,
  jsonAnswer,
  named,
  type OpenApiDocument,
  open,
  openApiDocument,
  textAnswer,
} from '../index.ts';
import { createTestIssuer } from '../testing.ts';
import { type AnswerCheck, answerCheck, checkedRequest } from './answer-check.ts';
import { answerGaps } from './answer-gaps.ts';

const { authenticate } = await createTestIssuer();
const part = named(
  'Part',
  '部分 / A part',
  z.object({ no: z.int(), of: z.object({ kind: z.enum(['big', 'small']) }).optional() }),
);
const thing = named(
  'Thing',
  '物 / A thing',
  z.object({
    id: z.string(),
    at: z.string().meta({ format: 'date-time' }),
    size: z.int().default(1),
    remark: z.string().optional(),
    ended: z.string().nullable(),
    parts: z.array(part),
    names: z.record(z.string(), z.object({ zh: z.string() })),
  }),
);
const right = {
  ...{ id: 'a', at: '2026-03-02T01:00:00.000Z', size: 1, ended: null },
  ...{ parts: [{ no: 1 }, { no: 2, of: { kind: 'big' } }], names: { a: { zh: '甲' } } },
};
const info = { title: 'T', version: '1', description: 'd' };

let sent: unknown;
let app: App;
let document: OpenApiDocument;
let check: AnswerCheck;
beforeAll(async () => {
  app = thingsApp();
  document = await openApiDocument(app, info);
  check = answerCheck(document);
});

function thingsApp(): App {
  const app = createApp({ name: 'test', logger: silentLogger, authenticate });
  app.get(
    '/things/:id',
    open(),
    describeRoute({ responses: { 200: jsonAnswer('It.', thing), 204: { description: 'None.' } } }),
    (c) => c.json(sent as object),
  );
  app.get('/page', open(), describeRoute({ responses: { 200: textAnswer('A page.', 'text/html') } }), (c) =>
    c.html('<p>'),
  );
  return app;
}

const ofThing =
  (value: unknown, other: object = {}) =>
  () =>
    check({
      method: 'GET',
      path: '/things/a?x=1',
      status: 200,
      contentType: 'application/json',
      text: JSON.stringify(value),
      ...other,
    });

test('an answer as it is described is let through', async () => {
  expect(ofThing(right)).not.toThrow();
  expect(ofThing({ ...right, remark: 'r', ended: 'e', parts: [], names: {} })).not.toThrow();
  expect(ofThing(null, { status: 204, contentType: '', text: '' })).not.toThrow();
  sent = right;
  expect((await checkedRequest(app, '/things/a')).status).toBe(200);
  expect((await checkedRequest(app, '/page')).status).toBe(200);
  expect((await checkedRequest(app, '/nothing')).status).toBe(404);
});

test('an answer that is not as it is described fails, and says where', async () => {
  expect(ofThing({ ...right, more: 1 })).toThrow(/additional properties.*more/);
  expect(ofThing({ ...right, at: 'today' })).toThrow('/at must match format');
  // What a default fills in is there in an answer.
  const { size: _size, ...unfilled } = right;
  expect(ofThing(unfilled)).toThrow("required property 'size'");
  sent = { ...right, size: 'big' };
  await expect(checkedRequest(app, '/things/a')).rejects.toThrow('/size must be integer');
});

test.each<[string, object, string | RegExp]>([
  ['an optional member of another type', { remark: 1 }, '/remark must be string'],
  ['an optional member that is null', { remark: null }, '/remark must be string'],
  ['a member that may be null, of another type', { ended: 1 }, '/ended must be string'],
  ['a member that may be null and is left out', { ended: undefined }, "required property 'ended'"],
  ['a list that is none', { parts: {} }, '/parts must be array'],
  ['an element that lacks a member', { parts: [{ no: 1 }, {}] }, "/parts/1 must have required property 'no'"],
  ['an element with one member more', { parts: [{ no: 1, x: 1 }] }, /\/parts\/0 .*additional properties/],
  ['an optional member within, which lacks one', { parts: [{ no: 1, of: {} }] }, '/parts/0/of must have'],
  ['a word within that there is not', { parts: [{ no: 1, of: { kind: 'odd' } }] }, '/parts/0/of/kind'],
  [
    'a member more, three deep',
    { parts: [{ no: 1, of: { kind: 'big', x: 1 } }] },
    /\/parts\/0\/of .*additional/,
  ],
  [
    'a value of a record',
    { names: { a: { zh: '甲' }, b: { en: 'b' } } },
    "/names/b must have required property 'zh'",
  ],
])('%s fails', (_, different, said) => {
  expect(ofThing({ ...right, ...different })).toThrow(said);
});

test('a status, a content type or an operation that is not described fails', () => {
  expect(ofThing(right, { status: 201 })).toThrow('the status is not described');
  expect(ofThing(right, { contentType: 'text/plain' })).toThrow('"text/plain" is not described');
  expect(ofThing(right, { status: 204 })).toThrow('without content');
  for (const other of [
    { path: '/other' },
    { method: 'POST' },
    { path: '/v1/things/tax.a.v1' },
    { path: '/things/a/b' },
  ])
    expect(ofThing(right, other)).toThrow('no operation is described');
  const refused = { status: 404, contentType: 'application/json' };
  expect(ofThing(right, refused)).toThrow('"application/json" is not described');
  expect(ofThing(right, { ...refused, path: '/other' })).toThrow('"application/json" is not described');
  expect(ofThing({}, { status: 404, contentType: 'application/problem+json', path: '/other' })).toThrow(
    'required',
  );
  expect(ofThing({ code: 'E_X' }, { status: 404, contentType: 'application/problem+json' })).toThrow(
    "required property 'titles'",
  );
});

test('a document of a part says nothing of the rest', () => {
  const ofPart = answerCheck(document, { isPart: true });
  const answer = { method: 'GET', status: 200, contentType: 'application/json', text: '{}' };
  expect(() => ofPart({ ...answer, path: '/other' })).not.toThrow();
  expect(() => ofPart({ ...answer, path: '/things/a' })).toThrow('required');
});

test('the gaps of a document are named', async () => {
  expect(answerGaps(document)).toEqual([]);
  const app = thingsApp();
  app.get('/silent', open(), (c) => c.body(null));
  app.get('/empty', open(), describeRoute({ responses: { 200: { description: 'It.' } } }), (c) =>
    c.body(null),
  );
  const loose = { type: 'object' as const, properties: { inner: { type: 'object' as const } } };
  const content = { 'application/json': { schema: loose }, 'text/plain': {} };
  app.get('/loose', open(), describeRoute({ responses: { 200: { description: 'It.', content } } }), (c) =>
    c.body(null),
  );
  expect(answerGaps(await openApiDocument(app, info))).toEqual([
    'GET /silent: no answer of success',
    'GET /empty 200: no content',
    'GET /loose 200: takes any member',
    'GET /loose 200/inner: takes any member',
    'GET /loose 200: text/plain has no schema',
  ]);
});
