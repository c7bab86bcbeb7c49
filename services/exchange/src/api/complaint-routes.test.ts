import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anyBody,
  anyDay,
  anyDepartment,
  anyId,
  anyText,
  anyType,
  expectRefusal,
  statusOfAny,
} from '../testing/any-body.ts';
import {
  auditor,
  type Caller,
  operator,
  type RunningExchange,
  runExchange,
  systemOf,
} from '../testing/running-exchange.ts';
import { complaint, done, utilities } from '../testing/sharing-steps.ts';

const { text: said } = complaint;
const found = '联系人信息已更正，并已告知本人';
const founded = { outcome: 'founded', text: found };
const officerOf = (department: string): Caller => ({ department, role: 'officer' });
const desk = officerOf('utilities');

let exchange: RunningExchange;
beforeEach(async () => {
  exchange = await runExchange();
});
afterEach(() => exchange.stop());

const file = (body: object = complaint, as: Caller = operator, headers = {}) =>
  exchange.call('POST', '/v1/complaints', { as, body, headers });
const reply = (complaintId: string, body: object = founded, as: Caller = desk, headers = {}) =>
  exchange.call('POST', `/v1/complaints/${complaintId}/answer`, { as, body, headers });
const read = (complaintId: string, as: Caller) =>
  exchange.call('GET', `/v1/complaints/${complaintId}`, { as });
const listed = async (as: Caller) => (await done(exchange.call('GET', '/v1/complaints', { as }))).body;
const personalReads = async () =>
  (await exchange.recorded('platform.personal-data-read.v1')).map(({ event }) => event);

describe('the complaint of a person', () => {
  it('is taken down under an opaque id, never under a number that everybody knows the person by', async () => {
    for (const personId of ['11010519491231002X', '110105491231002', '13800138000']) {
      const refused = await file({ ...complaint, personId });
      expectRefusal(refused);
      expect(refused.body).toMatchObject({
        code: 'E_INPUT_INVALID',
        problems: [{ pointer: '/personId', rule: 'opaque-person' }],
      });
    }
    expect(await exchange.recorded('sharing.subject-complaint-filed.v1')).toEqual([]);
  });

  it('is filed, told to the department concerned, and read by people of it, the authority and auditors', async () => {
    const answer = await file();
    const { text: _text, ...filed } = complaint;
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { ...filed, filedAt: '2026-03-02T01:00:00.000Z', answer: null },
    ]);
    expect(answer.body).not.toHaveProperty('text');
    const { complaintId } = answer.body;
    for (const as of [desk, operator, auditor]) {
      expect((await done(read(complaintId, as))).body).toEqual({ ...answer.body, text: said });
    }
    for (const as of [utilities, desk, operator, auditor]) {
      expect(await listed(as)).toEqual({ complaints: [answer.body], next: null });
    }
    expect(await listed(systemOf('tax'))).toEqual({ complaints: [], next: null });
    const hidden = await read(complaintId, officerOf('tax'));
    expectRefusal(hidden);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'E_COMPLAINT_NOT_FOUND']);
  });

  it('is not read by HEAD', async () => {
    const { complaintId } = (await done(file())).body;
    const { status } = await exchange.call('HEAD', `/v1/complaints/${complaintId}`, { as: auditor });
    expect([status, await personalReads()]).toEqual([200, []]);
  });

  it('is sealed in the store, and left out of the feed', async () => {
    const { complaintId } = (await done(file())).body;
    const [recorded] = await exchange.recorded('sharing.subject-complaint-filed.v1');
    expect(recorded?.json).not.toContain(said);
    expect(recorded?.event.data).toMatchObject({ text: expect.stringMatching(/^enc:v1:/) });
    const feedOf = async (as: Caller) =>
      (await done(exchange.call('GET', '/v1/feed?limit=1000', { as }))).body.events;
    const [item] = await feedOf(utilities);
    expect(item).toMatchObject({ event: { subject: complaintId }, withheld: ['/text'], grants: [] });
    expect(item.event.data).not.toHaveProperty('text');
    expect(await feedOf(systemOf('tax'))).toEqual([]);
  });

  it('has every read of what it says on record, before it is handed over', async () => {
    const { complaintId } = (await done(file())).body;
    await listed(operator);
    await listed(desk);
    expect(await personalReads()).toEqual([]);
    await done(read(complaintId, desk));
    await done(read(complaintId, auditor));
    expect(await personalReads()).toMatchObject([
      {
        subject: 'utilities',
        correlationid: complaintId,
        data: {
          role: 'officer',
          fields: ['/text'],
          personIds: ['P-000123'],
          by: { officer: 'utilities-officer' },
        },
      },
      { subject: 'audit-office', data: { role: 'auditor' } },
    ]);
    const { append } = exchange.store;
    exchange.store.append = async () => {
      throw new Error('the disk is full');
    };
    const answer = await read(complaintId, desk);
    exchange.store.append = append;
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain(said);
  });

  it('goes with the person: nothing of what was said is left', async () => {
    const { complaintId } = (await done(file())).body;
    const order = {
      requestedBy: 'person',
      legalBasis: [{ source: '个人信息保护法', article: '第四十七条' }],
    };
    await done(exchange.call('POST', '/v1/persons/P-000123/erase', { as: operator, body: order }));
    expect((await done(read(complaintId, desk))).body).toMatchObject({ complaintId, text: null });
    expect(await personalReads()).toEqual([]);
  });

  it('is filed by the department concerned too, and is one where it comes again', async () => {
    const key = { 'idempotency-key': 'CP-1' };
    const first = await done(file(complaint, desk, key));
    expect(first.body).toMatchObject({ by: { department: 'utilities', officer: 'utilities-officer' } });
    expect((await done(file(complaint, desk, key))).body).toEqual(first.body);
    expect(await exchange.recorded('sharing.subject-complaint-filed.v1')).toHaveLength(1);
  });

  it.each<[string, object, Caller, number, string]>([
    ['by another department', complaint, officerOf('tax'), 403, 'E_NOTICE_NOT_ENTITLED'],
    ['by a system', complaint, utilities, 403, 'E_AUTH_ROLE'],
    ['by an auditor', complaint, auditor, 403, 'E_AUTH_ROLE'],
    ['of a day to come', { ...complaint, receivedOn: '2026-03-03' }, operator, 422, 'E_COMPLAINT_INVALID'],
    ['without words', { ...complaint, text: ' ' }, operator, 400, 'E_INPUT_INVALID'],
    [
      'about a department that nobody is',
      { ...complaint, department: 'nope' },
      operator,
      422,
      'E_COMPLAINT_INVALID',
    ],
    [
      'about a type that there is not',
      { ...complaint, eventTypes: ['utilities.nope.v1'] },
      operator,
      422,
      'E_EVENT_TYPE_UNKNOWN',
    ],
    ['of nobody', { ...complaint, personId: '' }, operator, 400, 'E_INPUT_INVALID'],
    ['of too many words', { ...complaint, text: '言'.repeat(4_001) }, operator, 400, 'E_INPUT_INVALID'],
  ])('is refused: %s', async (_, body, as, status, code) => {
    const answer = await file(body, as);
    expectRefusal(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is read by nobody who is a system', async () => {
    const { complaintId } = (await done(file())).body;
    const answer = await read(complaintId, utilities);
    expectRefusal(answer);
    expect(answer.body.code).toBe('E_AUTH_ROLE');
  });

  it('is filed or refused, whatever is said', async () => {
    const statuses = new Set<number>();
    const anyComplaint = anyBody(complaint, {
      personId: anyId,
      department: anyDepartment,
      eventTypes: fc.array(anyType, { maxLength: 3 }),
      text: anyText,
      receivedOn: anyDay,
    });
    await fc.assert(
      fc.asyncProperty(anyComplaint, async (body) => {
        statuses.add(await statusOfAny(exchange, '/v1/complaints', body, operator));
      }),
    );
    expect(statuses).toContain(201);
  });
});

describe('the answer to a complaint', () => {
  let complaintId: string;
  beforeEach(async () => {
    complaintId = (await done(file())).body.complaintId;
  });

  it.each<[string, Caller]>([
    ['the department concerned', desk],
    ['the authority', operator],
  ])('is given by %s, and read by people of both and auditors', async (_, as) => {
    const answered = await done(reply(complaintId, founded, as));
    const sent = { outcome: 'founded', answeredOn: '2026-03-02', answeredAt: '2026-03-02T01:00:00.000Z' };
    expect([answered.status, answered.body]).toMatchObject([
      200,
      { complaintId, answer: { ...sent, by: { department: as.department } } },
    ]);
    expect(JSON.stringify(answered.body)).not.toContain(found);
    for (const reader of [utilities, desk, operator, auditor]) {
      expect(await listed(reader)).toEqual({ complaints: [answered.body], next: null });
    }
    for (const reader of [desk, operator, auditor]) {
      expect((await done(read(complaintId, reader))).body).toEqual({
        ...answered.body,
        text: said,
        answer: { ...answered.body.answer, text: found },
      });
    }
  });

  it('is sealed in the store, and told to the department without its text', async () => {
    await done(reply(complaintId, founded, operator));
    const [recorded] = await exchange.recorded('sharing.subject-complaint-answered.v1');
    expect(recorded?.json).not.toContain(found);
    expect(recorded?.event).toMatchObject({ subject: complaintId, correlationid: complaintId });
    const { events } = (await done(exchange.call('GET', '/v1/feed?limit=1000', { as: utilities }))).body;
    expect(events.at(-1)).toMatchObject({
      event: { type: 'sharing.subject-complaint-answered.v1', data: { outcome: 'founded' } },
      withheld: ['/text'],
    });
    expect(events.at(-1).event.data).not.toHaveProperty('text');
  });

  it('has its read on record beside that of the complaint', async () => {
    await done(reply(complaintId));
    await done(read(complaintId, desk));
    expect(await personalReads()).toMatchObject(
      ['sharing.subject-complaint-filed.v1', 'sharing.subject-complaint-answered.v1'].map((type) => ({
        correlationid: complaintId,
        data: { type, fields: ['/text'], personIds: ['P-000123'] },
      })),
    );
  });

  it('goes with the person; one that comes after that has a text of its own', async () => {
    const other = (await done(file({ ...complaint, text: '仍被使用' }))).body.complaintId;
    await done(reply(complaintId));
    const order = {
      requestedBy: 'person',
      legalBasis: [{ source: '个人信息保护法', article: '第四十七条' }],
    };
    await done(exchange.call('POST', '/v1/persons/P-000123/erase', { as: operator, body: order }));
    const after = (await done(read(complaintId, desk))).body;
    expect(after).toMatchObject({ text: null, answer: { outcome: 'founded', text: null } });
    expect(await personalReads()).toEqual([]);
    await done(reply(other));
    expect((await done(read(other, desk))).body).toMatchObject({ text: null, answer: { text: found } });
  });

  it('is given once: a repeat changes nothing, another one is refused', async () => {
    const key = { 'idempotency-key': 'CP-1-answer' };
    const first = await done(reply(complaintId, founded, desk, key));
    expect((await done(reply(complaintId, founded, desk, key))).body).toEqual(first.body);
    const other = await reply(complaintId, { outcome: 'not-founded', text: '经核实不属实' }, operator);
    expectRefusal(other);
    expect([other.status, other.body.code]).toEqual([409, 'E_COMPLAINT_ANSWERED']);
    expect(await exchange.recorded('sharing.subject-complaint-answered.v1')).toHaveLength(1);
  });

  it.each<[string, object, Caller, number, string]>([
    ['by another department', founded, officerOf('tax'), 404, 'E_COMPLAINT_NOT_FOUND'],
    ['by a system', founded, utilities, 403, 'E_AUTH_ROLE'],
    ['by an auditor', founded, auditor, 403, 'E_AUTH_ROLE'],
    ['without words', { ...founded, text: ' ' }, desk, 400, 'E_INPUT_INVALID'],
    ['without an outcome', { text: found }, desk, 400, 'E_INPUT_INVALID'],
    ['with an outcome that there is not', { ...founded, outcome: 'upheld' }, desk, 400, 'E_INPUT_INVALID'],
    ['of too many words', { ...founded, text: '言'.repeat(4_001) }, desk, 400, 'E_INPUT_INVALID'],
  ])('is refused: %s', async (_, body, as, status, code) => {
    const refused = await reply(complaintId, body, as);
    expectRefusal(refused);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await listed(desk)).complaints).toMatchObject([{ answer: null }]);
  });

  it('is refused where nobody complained', async () => {
    const refused = await reply('CP-0');
    expectRefusal(refused);
    expect([refused.status, refused.body.code]).toEqual([404, 'E_COMPLAINT_NOT_FOUND']);
  });

  it('is given or refused, whatever is said', async () => {
    const statuses = new Set<number>();
    const outcome = fc.oneof(anyText, fc.constantFrom('founded', 'partly-founded', 'not-founded'));
    await fc.assert(
      fc.asyncProperty(anyBody(founded, { outcome, text: anyText }), anyId, async (body, id) => {
        const filed = (await done(file())).body.complaintId;
        for (const to of [filed, filed, encodeURIComponent(id)])
          statuses.add(await statusOfAny(exchange, `/v1/complaints/${to}/answer`, body, desk));
      }),
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 404, 409]));
  });
});
