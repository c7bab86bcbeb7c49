import type { CloudEvent } from '@tongban/cloudevents';
import type { Contract, ContractTerms } from '@tongban/contracts';
import { canonicalJson, pointerPath } from '@tongban/kernel';
import { keyIdsOf, openPersonalFields, personsOf, sealPersonalFields } from '../domain/personal-fields.ts';
import type { PersonKey, PersonKeys } from './person-keys.ts';

/** A contract as far as its terms, or the terms of one that is not in force. */
type Termed = Pick<Contract, 'terms'>;

/** Seals and opens the fields that contracts mark as personal. */
export interface PersonalFields {
  /** @throws E_PERSON_UNNAMED */
  seal(event: CloudEvent, contract: Termed): Promise<CloudEvent>;
  /** The event with what can be opened opened; pointers of erased fields beside it. */
  open(
    event: CloudEvent,
    contract: Termed,
  ): Promise<{ readonly event: CloudEvent; readonly erased: readonly string[] }>;
  /**
   * Whether two texts of one event, sealed or not, say the same, but for fields of the first whose person was erased. Not to
   * be said where nobody knows which fields are personal.
   */
  isSame(recorded: CloudEvent, offered: CloudEvent, terms: ContractTerms | undefined): Promise<boolean>;
  /** The same of an event as its sender wrote it: nothing in it is opened, whatever it looks like. */
  isSaidBy(recorded: CloudEvent, sent: CloudEvent, terms: ContractTerms | undefined): Promise<boolean>;
}

export function personalFieldsUnder(keys: PersonKeys): PersonalFields {
  const open: PersonalFields['open'] = async (event, contract) => {
    const fields = contract.terms.personalData;
    if (fields.length === 0) return { event, erased: [] };
    const byId = new Map<string, Uint8Array>();
    for (const keyId of keyIdsOf(event, fields)) {
      const known = await keys.openingKey(keyId);
      if (known) byId.set(keyId, known.key);
    }
    return openPersonalFields(event, fields, (keyId) => byId.get(keyId));
  };
  const isSaidBy: PersonalFields['isSaidBy'] = async (recorded, sent, terms) => {
    if (terms === undefined) return false;
    const { event, erased } = await open(recorded, { terms });
    return canonicalJson(event) === canonicalJson(without(sent, erased));
  };
  return {
    async seal(event, contract) {
      const fields = contract.terms.personalData;
      if (fields.length === 0) return event;
      const byPerson = new Map<string, PersonKey>();
      for (const person of personsOf(event, fields)) byPerson.set(person, await keys.sealingKey(person));
      return sealPersonalFields(event, fields, (person) => byPerson.get(person) as PersonKey);
    },
    open,
    async isSame(recorded, offered, terms) {
      return terms !== undefined && isSaidBy(recorded, (await open(offered, { terms })).event, terms);
    },
    isSaidBy,
  };
}

/** The event without these places of its data. */
function without(event: CloudEvent, pointers: readonly string[]): CloudEvent {
  const data = structuredClone(event.data) as Record<string, unknown>;
  for (const pointer of pointers) {
    const path = pointerPath(pointer);
    let parent: Record<string, unknown> | undefined = data;
    for (const step of path.slice(0, -1)) parent = parent?.[step] as Record<string, unknown> | undefined;
    if (parent) delete parent[path.at(-1) ?? ''];
  }
  return { ...event, data: data as CloudEvent['data'] };
}
