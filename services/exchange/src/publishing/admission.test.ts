import { decodedText } from '@tongban/event-store';
import type { JsonObject } from '@tongban/kernel';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  decoded,
  openPublishingLaboratory,
  type PublishingLaboratory,
} from '../testing/publishing-laboratory.ts';
import { catalogue } from '../testing/running-exchange.ts';
import { accountData, accountOpened } from '../testing/sharing-steps.ts';

const utilities = { department: 'utilities', system: 'billing' };

let laboratory: PublishingLaboratory;
beforeEach(async () => {
  laboratory = await openPublishingLaboratory();
});
afterEach(() => laboratory.close());

/** The refusal of an event, with the place and rule of each defect; undefined where it is admitted. */
async function refusalOf(
  event: JsonObject,
  sender = utilities,
): Promise<{ readonly code: string; readonly problems: readonly string[] } | undefined> {
  const admitted = await laboratory.admission.admit(decoded(event), sender);
  if (admitted.ok) return undefined;
  const { code, problems } = admitted.failure;
  return { code, problems: problems.map(({ pointer, rule }) => `${pointer} ${rule}`) };
}

const sound = (different: object = {}): JsonObject =>
  ({ ...accountOpened('A-1'), ...different }) as unknown as JsonObject;

it('says where a sound event belongs, and changes nothing', async () => {
  const admitted = await laboratory.admission.admit(decoded(sound()), utilities);
  expect(admitted).toMatchObject({
    ok: true,
    value: { stream: 'utilities.account-E-3101040098231', expected: 'any', events: [{ id: 'A-1' }] },
  });
  expect(await laboratory.store.head()).toBe(0);
});

it('turns away what another department owns, without a word on its defects', async () => {
  const foreign = { code: 'E_NOT_THE_OWNER', problems: [] };
  expect(await refusalOf(sound({ data: {} }), { department: 'tax', system: 'ledger' })).toEqual(foreign);
  expect(await refusalOf(sound({ type: 'sharing.access-agreed.v1' }))).toEqual(foreign);
  expect(await refusalOf(sound({ type: 'utilities' }), { department: 'tax', system: 'x' })).toMatchObject({
    code: 'E_NOT_THE_OWNER',
  });
});

it.each(['platform', 'sharing'])(
  'turns away what is recorded by %s itself, whoever sends it',
  async (owner) => {
    const own = catalogue.all().filter((contract) => contract.owner === owner);
    expect(own.length).toBeGreaterThan(5);
    for (const { type } of own) {
      for (const source of ['/platform/exchange', `/departments/${owner}/trial`]) {
        expect(await refusalOf(sound({ type, source }), { department: owner, system: 'trial' })).toEqual({
          code: 'E_NOT_THE_OWNER',
          problems: [],
        });
      }
    }
  },
);

it('turns away an event under the source of another', async () => {
  for (const source of ['/departments/tax/ledger', '/departments/utilities-2/billing']) {
    expect(await refusalOf(sound({ source }))).toEqual({
      code: 'E_NOT_THE_OWNER',
      problems: ['/source own-source'],
    });
  }
  expect(await refusalOf(sound({ source: '/platform/exchange' }))).toBeDefined();
});

it('names the types there are where there is no contract', async () => {
  const type = 'utilities.no-such.v1';
  const dataschema = 'https://contracts.tongban.example/utilities/no-such/1.0';
  const admitted = await laboratory.admission.admit(decoded(sound({ type, dataschema })), utilities);
  expect(admitted).toMatchObject({
    ok: false,
    failure: {
      code: 'E_EVENT_TYPE_UNKNOWN',
      facts: { known: expect.arrayContaining(['utilities.account-opened.v1']) },
    },
  });
});

it('tells of a type without a contract beside the other defects', async () => {
  expect(await refusalOf(sound({ type: 'utilities.no-such.v1', time: 'noon' }))).toMatchObject({
    code: 'E_EVENT_INVALID',
    problems: expect.arrayContaining(['/type unknown-type', '/time format']),
  });
});

it('tells every defect at once: of the encoding, the envelope, the subject and the data', async () => {
  const problem = { pointer: '/data/meterId', rule: 'duplicate-key', message: { zh: '重复', en: 'twice' } };
  const raw = sound({
    time: '2026-03-02T10:18:03',
    subject: '91310104MA1FR3K72A',
    colour: 'red',
    data: accountData({ service: 'steam', openingReading: -1, contact: { personId: 'P-1', name: '林' } }),
  });
  const admitted = await laboratory.admission.admit({ raw, problems: [problem] }, utilities);
  if (admitted.ok) throw new Error('it was admitted');
  expect(admitted.failure.code).toBe('E_EVENT_INVALID');
  expect(admitted.failure.facts).toMatchObject({ contractOwner: 'utilities' });
  const places = admitted.failure.problems.map(({ pointer }) => pointer);
  const expected = ['/data/meterId', '/time', '/subject', '/colour', '/data/service', '/data/openingReading'];
  expect(places).toEqual(expect.arrayContaining(expected));
});

it('takes no event that is none', async () => {
  const problem = { pointer: '', rule: 'json', message: { zh: '不是 JSON', en: 'no JSON' } };
  const admitted = await laboratory.admission.admit({ raw: undefined, problems: [problem] }, utilities);
  expect(admitted).toMatchObject({ ok: false, failure: { code: 'E_EVENT_INVALID', problems: [problem] } });
  expect(await refusalOf({})).toMatchObject({ code: 'E_EVENT_INVALID' });
  expect(await refusalOf({ type: 7, source: null, data: [] })).toMatchObject({ code: 'E_EVENT_INVALID' });
});

it('tells once that data is no object', async () => {
  for (const data of [null, '{}', []]) {
    expect(await refusalOf(sound({ data }))).toEqual({ code: 'E_EVENT_INVALID', problems: ['/data type'] });
  }
});

it('seals personal fields before anything is stored, the same way each time', async () => {
  const first = await laboratory.admission.admit(decoded(sound()), utilities);
  const again = await laboratory.admission.admit(decoded(sound()), utilities);
  if (!first.ok || !again.ok) throw new Error('it was refused');
  const text = decodedText(first.value.events[0]?.bytes ?? new Uint8Array());
  expect(text).not.toMatch(/林晓岚|13800000123/);
  expect(text).toContain('P-000123');
  expect(again.value.events).toEqual(first.value.events);
});

it('takes no event that would say in clear what is sealed', async () => {
  const contact = { personId: 'P-000123', name: '林晓岚', phone: '13800000123' };
  const refusedFor = async (different: object, person: object = {}) =>
    (await refusalOf(sound({ ...different, data: accountData({ contact: { ...contact, ...person } }) })))
      ?.problems;
  expect(await refusedFor({})).toBeUndefined();
  for (const name of ['id', 'correlationid', 'causationid']) {
    expect(await refusedFor({ [name]: contact.phone })).toEqual([`/${name} personal-in-clear`]);
  }
  // Beside what the contract itself says of that id.
  expect(await refusedFor({}, { personId: contact.name })).toEqual([
    '/data/contact/personId pattern',
    '/data/contact/personId personal-in-clear',
  ]);
  const { name: _name, phone: _phone, ...alone } = contact;
  const numbered = accountData({ contact: { ...alone, personId: '11010519491231002X' } });
  expect((await refusalOf(sound({ data: numbered })))?.problems).toContain(
    '/data/contact/personId opaque-person',
  );
});

it('takes no text in clear that looks sealed: it would not open where its field is called personal later', async () => {
  const contact = { personId: 'P-000123', name: 'enc:v1:k1:Zm9v' };
  const refused = await refusalOf(sound({ data: accountData({ premisesAddress: 'enc:v1:', contact }) }));
  expect(refused?.problems).toEqual(
    expect.arrayContaining(['/data/premisesAddress sealed-form', '/data/contact/name sealed-form']),
  );
});
