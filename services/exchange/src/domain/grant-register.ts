import { endOfDay, type LocalDate, startOfDay } from '@tongban/calendar';
import {
  type DirectoryEntry,
  type DirectoryEvent,
  evolveDirectory,
  noEntry,
  type PublishedItem,
} from './directory-item.ts';
import { type FieldPointer, fieldsInBoth } from './field-pointer.ts';
import { evolveGrant, type Grant, type GrantEvent, type GrantTerms, isGrantEvent } from './grant.ts';
import { compileFields, type FieldSet } from './minimise.ts';
import type { SourceEvent, SourcesByDatum } from './source-department.ts';

/** What a department may read of one event type at an instant: the union of its grants, each of them named. */
export interface ReadableType {
  readonly fields: FieldSet;
  readonly grants: readonly { readonly grantId: string; readonly purpose: string }[];
}

/** What a department may read. It holds until an event changes it or until `untilMs`, whichever is first. */
export interface ReadingPlan {
  /** Goes up whenever an event changed what the department may read. */
  readonly version: number;
  readonly byType: ReadonlyMap<string, ReadableType>;
  /** The plan holds from here (inclusive) to there (exclusive), epoch milliseconds: periods begin and end by time. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The grants, the directory and the sources as all sharing events made them, for reading. One writer feeds it in order. */
export interface GrantRegister {
  /** Takes the next recorded event, whose data fits its contract. Events of other kinds change nothing. */
  apply(event: { readonly type: string; readonly subject: string; readonly data: object }): void;
  grant(grantId: string): Grant | undefined;
  /** Every grant, in the order of the requests: the public register. */
  grants(): Iterable<Grant>;
  /** The directory entry of an event type. */
  entry(type: string): DirectoryEntry;
  entries(): Iterable<readonly [type: string, entry: DirectoryEntry]>;
  /** The source departments of data, as they are named now. */
  sources(): SourcesByDatum;
  /** Goes up whenever an event changed what the department may read; 0 at first. */
  version(department: string): number;
  /** The grants under which a department may read a type at an instant, epoch milliseconds. */
  activeGrants(department: string, type: string, instantMs: number): readonly Grant[];
  /** Whether anything of the type may be read: no read without an active grant at that very instant. */
  mayRead(department: string, type: string, instantMs: number): boolean;
  /** All that a department may read at an instant. Remembered until it no longer holds. */
  plan(department: string, instantMs: number): ReadingPlan;
}

const sourceNamed: SourceEvent['type'] = 'sharing.source-department-named.v1';

export function openGrantRegister(): GrantRegister {
  const grants = new Map<string, Grant>();
  const entries = new Map<string, DirectoryEntry>();
  const sources = new Map<string, SourceEvent['data']>();
  /** Grant ids by department, then by type: only these are looked at for a read. */
  const index = new Map<string, Map<string, Set<string>>>();
  const versions = new Map<string, number>();
  const plans = new Map<string, ReadingPlan>();

  const touch = (department: string): void => {
    versions.set(department, (versions.get(department) ?? 0) + 1);
    plans.delete(department);
  };

  const applyGrant = (event: GrantEvent): void => {
    const after = evolveGrant(grants.get(event.subject), event);
    if (!after) return;
    const { grantId, requester, type } = after.request;
    grants.set(grantId, after);
    const types = getOrMake(index, requester, () => new Map<string, Set<string>>());
    getOrMake(types, type, () => new Set<string>()).add(grantId);
    touch(requester);
  };

  const applyDirectory = (event: DirectoryEvent): void => {
    entries.set(event.subject, evolveDirectory(entries.get(event.subject) ?? noEntry, event));
    for (const [department, types] of index) if (types.has(event.subject)) touch(department);
  };

  const activeGrants = (department: string, type: string, instantMs: number): readonly Grant[] =>
    [...(index.get(department)?.get(type) ?? [])]
      .map((grantId) => grants.get(grantId))
      .filter((grant): grant is Grant => grant !== undefined && isReadable(grant, instantMs));

  const plan = (department: string, instantMs: number): ReadingPlan => {
    const known = plans.get(department);
    if (known && known.fromMs <= instantMs && instantMs < known.untilMs) return known;
    const types = index.get(department) ?? new Map<string, ReadonlySet<string>>();
    const byType = new Map<string, ReadableType>();
    for (const type of types.keys()) {
      const readable = readableType(activeGrants(department, type, instantMs), entries.get(type)?.published);
      if (readable) byType.set(type, readable);
    }
    const all = [...types.values()].flatMap((ids) => [...ids].map((id) => grants.get(id)));
    const made = { version: versions.get(department) ?? 0, byType, ...holding(all, instantMs) };
    plans.set(department, made);
    return made;
  };

  return {
    apply(event) {
      if (event.type.startsWith('sharing.directory-')) applyDirectory(event as DirectoryEvent);
      else if (event.type === sourceNamed) sources.set(event.subject, (event as SourceEvent).data);
      else if (isGrantEvent(event)) applyGrant(event);
    },
    grant: (grantId) => grants.get(grantId),
    grants: () => grants.values(),
    entry: (type) => entries.get(type) ?? noEntry,
    entries: () => entries.entries(),
    sources: () => sources,
    version: (department) => versions.get(department) ?? 0,
    activeGrants,
    mayRead: (department, type, instantMs) => plan(department, instantMs).byType.has(type),
    plan,
  };
}

/** The fields that a grant opens of a published item: what both name. None where the item is not shared any more. */
export function grantedFields(grant: Grant, published: PublishedItem | undefined): readonly FieldPointer[] {
  if (!grant.agreed || !published || published.item.sharingClass === 'not-shared') return [];
  return fieldsInBoth(
    grant.agreed.fields,
    published.item.fields.map(({ pointer }) => pointer),
  );
}

/** Whether a grant is active and its period, whole days in Asia/Shanghai, contains the instant. */
export function isReadable(grant: Grant, instantMs: number): boolean {
  if (grant.status !== 'active' || !grant.agreed) return false;
  const { fromMs, untilMs } = periodOf(grant.agreed);
  return fromMs <= instantMs && instantMs < untilMs;
}

function readableType(
  active: readonly Grant[],
  published: PublishedItem | undefined,
): ReadableType | undefined {
  const opened = active
    .map((grant) => ({ grant, fields: grantedFields(grant, published) }))
    .filter(({ fields }) => fields.length > 0);
  if (opened.length === 0 || !published) return undefined;
  return {
    fields: compileFields(
      opened.flatMap(({ fields }) => fields),
      published.item.fields.map(({ pointer }) => pointer),
    ),
    grants: opened.map(({ grant: { request } }) => ({
      grantId: request.grantId,
      purpose: request.purpose.code,
    })),
  };
}

/** From the first moment of the first day to the first moment after the last, in Asia/Shanghai. */
function periodOf({ from, to }: GrantTerms): Pick<ReadingPlan, 'fromMs' | 'untilMs'> {
  return { fromMs: startOfDay(from as LocalDate), untilMs: endOfDay(to as LocalDate) + 1 };
}

/** The span around an instant in which no period begins or ends. */
function holding(
  grants: readonly (Grant | undefined)[],
  instantMs: number,
): Pick<ReadingPlan, 'fromMs' | 'untilMs'> {
  let fromMs = Number.NEGATIVE_INFINITY;
  let untilMs = Number.POSITIVE_INFINITY;
  for (const grant of grants) {
    if (grant?.status !== 'active' || !grant.agreed) continue;
    const period = periodOf(grant.agreed);
    for (const edge of [period.fromMs, period.untilMs]) {
      if (edge <= instantMs) fromMs = Math.max(fromMs, edge);
      else untilMs = Math.min(untilMs, edge);
    }
  }
  return { fromMs, untilMs };
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
