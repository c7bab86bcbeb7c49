import type { CloudEvent } from '@tongban/cloudevents';
import { generateSigningKey, signEvent } from '@tongban/cloudevents/signature';
import { type Contract, type ContractCatalogue, checkProposal } from '@tongban/contracts';
import { newEvent, type StreamName } from '@tongban/event-store';
import { canonicalJson, type JsonObject, limits, TongbanError } from '@tongban/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import clearance from '../../../../contracts/tax/clearance-issued/examples/valid-bankruptcy.json' with {
  type: 'json',
};
import {
  decoded,
  openPublishingLaboratory,
  type PublishingLaboratory,
} from '../testing/publishing-laboratory.ts';
import { catalogue } from '../testing/running-exchange.ts';
import { accountData, accountOpened } from '../testing/sharing-steps.ts';

const utilities = { department: 'utilities', system: 'billing' };
const contractOf = ({ type }: CloudEvent) => catalogue.get(type) as Contract;
const bad = (id: string): CloudEvent => accountOpened(id, { data: accountData({ service: 'steam' }) });

let laboratory: PublishingLaboratory;
beforeEach(async () => {
  laboratory = await openPublishingLaboratory();
});
afterEach(() => laboratory.close());

const publish = (event: CloudEvent) => laboratory.publisher.publish(decoded(event), utilities);
const refusalOf = async (publishing: Promise<unknown>): Promise<TongbanError> => {
  const refused = await publishing.catch((error: unknown) => error);
  if (refused instanceof TongbanError) return refused;
  throw new Error(`it was not refused: ${JSON.stringify(refused)}`);
};

describe('one event', () => {
  it('is recorded once, and answered with its place each time', async () => {
    const first = await publish(accountOpened('A-1'));
    expect(first).toMatchObject({ outcome: 'appended', revision: 0, position: 1 });
    expect(await publish(accountOpened('A-1'))).toEqual({ ...first, outcome: 'already-appended' });
    expect(await laboratory.store.head()).toBe(1);
  });

  it('never has its personal fields in what is stored', async () => {
    await publish(accountOpened('A-1'));
    const [recorded] = (await laboratory.store.readAll({ after: 0 })).events;
    expect(recorded?.json).not.toMatch(/林晓岚|13800000123/);
    expect(recorded?.json).toMatch(/enc:v1:/);
  });

  it('is refused where its id was used for other content, be it a personal field or another stream', async () => {
    await publish(accountOpened('A-1'));
    const others = [
      { tariffClass: 'industrial' },
      { contact: { personId: 'P-000123', name: '林晓兰', phone: '13800000123' } },
      { contact: { personId: 'P-000124', name: '林晓岚', phone: '13800000123' } },
      { accountNumber: 'E-3101040098232' },
    ];
    for (const other of others) {
      const refused = await refusalOf(publish(accountOpened('A-1', { data: accountData(other) })));
      expect([refused.code, refused.status]).toEqual(['E_EVENT_ID_REUSED', 409]);
    }
    expect(await laboratory.store.head()).toBe(1);
  });

  it('is still known as itself after its person was erased, and other content is still refused', async () => {
    await publish(accountOpened('A-1'));
    await laboratory.personKeys.destroy(await laboratory.personKeys.inForce('P-000123'));
    expect((await publish(accountOpened('A-1'))).outcome).toBe('already-appended');
    const other = accountOpened('A-1', { data: accountData({ tariffClass: 'industrial' }) });
    expect((await refusalOf(publish(other))).code).toBe('E_EVENT_ID_REUSED');
  });
});

describe('an event whose key lost its past after it was recorded', () => {
  const tax = { department: 'tax', system: 'ledger' };
  const key = generateSigningKey('ed25519');
  const { sig: _sig, sigalg: _sigalg, sigkeyid: _sigkeyid, ...unsigned } = clearance;
  const signed = (id: string, more: object = {}): CloudEvent =>
    signEvent({ ...unsigned, id, ...more } as unknown as CloudEvent, key, 'k-1');
  const send = (event: CloudEvent) => laboratory.publisher.publish(decoded(event), tax);

  beforeEach(async () => {
    const publicKey = key.verificationKey.spki;
    const validFrom = '2025-06-01T00:00:00Z';
    const newKey = { keyId: 'k-1', algorithm: 'ed25519', publicKey, validFrom } as const;
    await laboratory.keys({ kind: 'register', key: newKey });
    await send(signed('C-1'));
    const revokedFrom = '2025-06-02T00:00:00Z';
    await laboratory.keys({ kind: 'revoke', keyId: 'k-1', reason: 'compromised', revokedFrom });
  });

  it('is known as itself, alone and in a batch', async () => {
    const { position } = (await laboratory.store.find(unsigned.source, 'C-1')) ?? {};
    const head = await laboratory.store.head();
    const known = { outcome: 'already-appended', position };
    expect(await send(signed('C-1'))).toMatchObject(known);
    const batch = [decoded(signed('C-1'))];
    expect(await laboratory.publisher.publishEach(batch, tax)).toMatchObject([{ ok: true, value: known }]);
    expect(await laboratory.publisher.publishAll(batch, tax)).toMatchObject([known]);
    expect(await laboratory.store.head()).toBe(head);
  });

  it('lets nothing else in under its id, its signature or its key', async () => {
    const head = await laboratory.store.head();
    const other = { correlationid: 'another' };
    expect((await refusalOf(send(signed('C-2')))).code).toBe('E_SIGNATURE_KEY_REVOKED');
    expect((await refusalOf(send(signed('C-1', other)))).code).toBe('E_SIGNATURE_KEY_REVOKED');
    expect((await refusalOf(send({ ...signed('C-1'), ...other }))).code).toBe('E_SIGNATURE_KEY_REVOKED');
    expect(await laboratory.store.head()).toBe(head);
  });
});

describe('an event that was recorded under rules that have changed since', () => {
  /** Recorded when nobody looked whether the id of a person is opaque. */
  const early = (different: object = {}): CloudEvent =>
    accountOpened('A-1', {
      data: accountData({
        contact: { personId: '310101199001011234', name: '林晓岚', phone: '13800000123' },
        ...different,
      }),
    });
  const record = async (event: CloudEvent): Promise<void> => {
    const [stream, expected] = ['utilities.account-E-3101040098231', 'any'] as const;
    await laboratory.store.append(stream as StreamName, expected, [newEvent(event)]);
  };

  it.each([
    ['sealed', (event: CloudEvent) => laboratory.personalFields.seal(event, contractOf(event))],
    ['in clear, before its contract called a field personal', async (event: CloudEvent) => event],
  ])('is known as itself, alone and in a batch: %s', async (_how, kept) => {
    expect((await refusalOf(publish(early()))).code).toBe('E_EVENT_INVALID');
    await record(await kept(early()));
    const known = { outcome: 'already-appended', revision: 0, position: 1 };
    expect(await publish(early())).toMatchObject(known);
    const batch = [decoded(early()), decoded(bad('A-2'))];
    expect(await laboratory.publisher.publishEach(batch, utilities)).toMatchObject([
      { ok: true, value: known },
      { ok: false, failure: { code: 'E_EVENT_INVALID' } },
    ]);
    expect(await laboratory.store.head()).toBe(1);
  });

  it('is known as itself also where nothing is refused and only what is sealed has changed', async () => {
    await record(accountOpened('A-1'));
    expect((await publish(accountOpened('A-1'))).outcome).toBe('already-appended');
    const other = accountOpened('A-1', { data: accountData({ tariffClass: 'industrial' }) });
    expect((await refusalOf(publish(other))).code).toBe('E_EVENT_ID_REUSED');
  });

  it('is told from what only looks sealed, which is not opened and holds up no other', async () => {
    await record(early());
    const contact = { personId: 'P-000123', name: 'enc:v1:', phone: '13800000123' };
    const odd = accountOpened('A-1', { data: accountData({ contact }) });
    const answers = await laboratory.publisher.publishEach(
      [decoded(odd), decoded(accountOpened('A-2'))],
      utilities,
    );
    expect(answers).toMatchObject([
      { ok: false, failure: { code: 'E_EVENT_INVALID' } },
      { ok: true, value: { outcome: 'appended' } },
    ]);
  });

  it('is known as itself where its contract calls a field personal since, and it names no person', async () => {
    const contracts = withOptionalPerson();
    const lenient = await openPublishingLaboratory(contracts);
    const type = 'utilities.account-checked.v1';
    const { dataschema } = contracts.get(type)?.latest ?? {};
    const data = accountData({ contact: { name: '林晓岚' } });
    const event = { ...accountOpened('A-1', { data }), type, dataschema } as CloudEvent;
    const send = (): Promise<unknown> => lenient.publisher.publish(decoded(event), utilities);
    expect((await refusalOf(send())).code).toBe('E_PERSON_UNNAMED');
    await lenient.store.append('utilities.account-E-3101040098231' as StreamName, 'any', [newEvent(event)]);
    expect(await send()).toMatchObject({ outcome: 'already-appended', position: 1 });
    await lenient.close();
  });

  it('lets nothing else in under its id', async () => {
    await record(early());
    for (const other of [early({ tariffClass: 'industrial' }), { ...early(), correlationid: 'another' }])
      expect((await refusalOf(publish(other))).code).toBe('E_EVENT_INVALID');
    const stranger = { department: 'tax', system: 'ledger' };
    const foreign = laboratory.publisher.publish(decoded(early()), stranger);
    expect((await refusalOf(foreign)).code).toBe('E_NOT_THE_OWNER');
    expect(await laboratory.store.head()).toBe(1);
  });
});

describe('a batch', () => {
  const each = (...events: readonly CloudEvent[]) =>
    laboratory.publisher.publishEach(events.map(decoded), utilities);
  const all = (...events: readonly CloudEvent[]) =>
    laboratory.publisher.publishAll(events.map(decoded), utilities);

  it('is answered event by event, in the order in which it was sent', async () => {
    await publish(accountOpened('A-3'));
    const answers = await each(accountOpened('A-1'), bad('A-2'), accountOpened('A-3'), accountOpened('A-1'));
    expect(answers.map((one) => (one.ok ? one.value.outcome : one.failure.code))).toEqual([
      'appended',
      'E_EVENT_INVALID',
      'already-appended',
      'already-appended',
    ]);
  });

  it('is not held up by an event that has personal fields of nobody', async () => {
    const contracts = withOptionalPerson();
    const lenient = await openPublishingLaboratory(contracts);
    const type = 'utilities.account-checked.v1';
    const { dataschema } = contracts.get(type)?.latest ?? {};
    const checked = (id: string, contact: object): CloudEvent =>
      ({ ...accountOpened(id), type, dataschema, data: accountData({ contact }) }) as CloudEvent;
    const batch = [
      checked('A-1', { name: '林晓岚' }),
      checked('A-2', { personId: 'P-000124', name: '林晓岚' }),
    ];
    const answers = await lenient.publisher.publishEach(batch.map(decoded), utilities);
    expect(answers).toMatchObject([
      { ok: false, failure: { code: 'E_PERSON_UNNAMED', problems: [{ pointer: '/data/contact/name' }] } },
      { ok: true, value: { outcome: 'appended' } },
    ]);
    await lenient.close();
  });

  it('leaves nothing where all are wanted and one is bad', async () => {
    const refused = await refusalOf(all(accountOpened('A-1'), bad('A-2'), accountOpened('A-3')));
    expect(refused.code).toBe('E_BATCH_REFUSED');
    expect(refused.facts).toEqual({ refused: [{ index: 1, id: 'A-2', code: 'E_EVENT_INVALID' }] });
    expect(refused.problems.map(({ pointer }) => pointer)).toEqual(['/1/data/service']);
    expect(await laboratory.store.head()).toBe(0);
  });

  it('leaves nothing where all are wanted and one uses an id again', async () => {
    await publish(accountOpened('A-2'));
    const other = accountOpened('A-2', { data: accountData({ tariffClass: 'industrial' }) });
    expect((await refusalOf(all(accountOpened('A-1'), other))).code).toBe('E_EVENT_ID_REUSED');
    expect(await laboratory.store.head()).toBe(1);
  });

  it('is taken whole, and again whole', async () => {
    const events = [accountOpened('A-1'), accountOpened('A-2')];
    expect((await all(...events)).map(({ outcome }) => outcome)).toEqual(['appended', 'appended']);
    const again = await all(...events);
    expect(again.map(({ outcome, position }) => [outcome, position])).toEqual([
      ['already-appended', 1],
      ['already-appended', 2],
    ]);
  });

  it('is known again as a whole after a person of it was erased', async () => {
    const events = [accountOpened('A-1'), accountOpened('A-2')];
    await all(...events);
    await laboratory.personKeys.destroy(await laboratory.personKeys.inForce('P-000123'));
    expect((await all(...events)).map(({ outcome }) => outcome)).toEqual([
      'already-appended',
      'already-appended',
    ]);
  });

  it('has at least one event and at most so many', async () => {
    expect((await refusalOf(each())).code).toBe('E_BATCH_EMPTY');
    expect((await refusalOf(all())).code).toBe('E_BATCH_EMPTY');
    const many = Array.from({ length: limits.batchEventsMax + 1 }, () => accountOpened('A-1'));
    expect((await refusalOf(each(...many))).code).toBe('E_BATCH_TOO_LARGE');
    expect(await laboratory.store.head()).toBe(0);
  });
});

/** With a contract like that of an account, whose contact may be without the id of the person. */
function withOptionalPerson(): ContractCatalogue {
  const contract = catalogue.get('utilities.account-opened.v1');
  const { $id: _id, ...schema } = structuredClone(contract?.latest.schema) as JsonObject;
  const definitions = schema.$defs as { readonly contact: { required: readonly string[] } };
  definitions.contact.required = [];
  const name = 'account-checked';
  const $id = `https://contracts.tongban.example/utilities/${name}/1.0`;
  const report = checkProposal({
    catalogue,
    proposal: {
      owner: 'utilities',
      name,
      major: 1,
      minor: 0,
      terms: canonicalJson({ ...contract?.terms, name }),
      schema: canonicalJson({ ...schema, $id }),
    },
  });
  expect(report.problems).toEqual([]);
  return catalogue.with(...report.contracts);
}
