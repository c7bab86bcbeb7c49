import type { ContractCatalogue, ContractTerms } from '@tongban/contracts';
import type { RecordedEvent } from '@tongban/event-store';
import { canonicalBytes } from '@tongban/kernel';
import type { GrantRegister, ReadableType } from '../domain/grant-register.ts';
import { type Incident, isConcernedBy } from '../domain/incident.ts';
import { minimise, withoutSignature } from '../domain/minimise.ts';
import { openPersonalFields, withoutSealed } from '../domain/personal-fields.ts';
import type { PersonalFields } from '../personal-data/personal-fields-of.ts';
import type { Revealed } from './feed-item.ts';
import type { Entitlement } from './feed-reader.ts';

/** Members of a sharing event's data that name a party to it. */
const partyMembers = ['requester', 'provider', 'department', 'raisedBy', 'to', 'replaces'] as const;

/** Written for the provider's and the auditor's records, not for a feed: one for every page that is read. */
const neverInFeeds: ReadonlySet<string> = new Set([
  'sharing.data-read.v1',
  'sharing.usage-record-exported.v1',
]);

/**
 * What a department may receive at an instant: the types of its active grants, minimised to their fields, and the
 * notices of the sharing process that name it as a party.
 */
export function entitlementOf(options: {
  readonly department: string;
  readonly register: GrantRegister;
  readonly catalogue: ContractCatalogue;
  readonly personalFields: PersonalFields;
  readonly nowMs: number;
}): Entitlement {
  const { department, register, catalogue, personalFields, nowMs } = options;
  const plan = register.plan(department, nowMs);
  const notices = noticeTypes(catalogue);
  return {
    types: [...plan.byType.keys(), ...notices],
    reveal(recorded) {
      const readable = plan.byType.get(recorded.type);
      const terms = catalogue.terms(recorded.type);
      if (!readable) return notice(recorded, department, terms);
      if (terms === undefined) return unopened(readable, recorded);
      if (terms.personalData.length === 0) return granted(readable, recorded.bytes, []);
      return personalFields
        .open(recorded.event, { terms })
        .then(({ event, erased }) => granted(readable, canonicalBytes(event), erased));
    },
  };
}

/** What the grants open of an event whose personal fields are open, as far as their persons were not erased. */
function granted({ fields, grants }: ReadableType, opened: Uint8Array, missing: readonly string[]): Revealed {
  const { text, withheld } = minimise(opened, fields);
  if (missing.length === 0) return { text, grants, withheld, erased: missing };
  const erased = missing.filter((pointer) => fields.granted.some((field) => names(field, pointer)));
  // A producer's signature does not cover an event of which something was erased.
  return { text: withoutSignature(text), grants, withheld, erased };
}

/** What the grants open of an event of which nobody knows what is personal in it: all but what was sealed. */
function unopened(readable: ReadableType, { event: recorded }: RecordedEvent): Revealed {
  const { event, erased: sealed } = withoutSealed(recorded);
  const { erased, ...seen } = granted(readable, canonicalBytes(event), sealed);
  return { ...seen, withheld: [...seen.withheld, ...erased], erased: [] };
}

/** A department does not need a grant to hear what is decided about itself; what is personal in it stays sealed away. */
function notice(
  recorded: RecordedEvent,
  department: string,
  terms: ContractTerms | undefined,
): Revealed | undefined {
  const data = recorded.event.data as Readonly<Record<string, unknown>>;
  const isParty =
    partyMembers.some((member) => data[member] === department) ||
    isProviderOfItem(data, department) ||
    (recorded.type === 'sharing.incident-reported.v1' &&
      isConcernedBy(department, data as unknown as Incident));
  if (!isParty) return undefined;
  const personal = terms?.personalData ?? [];
  const { event, erased: withheld } = openPersonalFields(recorded.event, personal, () => undefined);
  return { text: canonicalBytes(event), grants: [], withheld, erased: [] };
}

function isProviderOfItem(data: Readonly<Record<string, unknown>>, department: string): boolean {
  const item = data.item as { readonly provider?: unknown } | undefined;
  return item?.provider === department;
}

function noticeTypes(catalogue: ContractCatalogue): readonly string[] {
  return catalogue
    .all()
    .map(({ type }) => type)
    .filter((type) => type.startsWith('sharing.') && !neverInFeeds.has(type));
}

/** Whether a granted pointer, with `*` for every element, names this place or something that it is in. */
function names(granted: string, place: string): boolean {
  const steps = granted.split('/');
  const path = place.split('/');
  return steps.length <= path.length && steps.every((step, at) => step === '*' || step === path[at]);
}
