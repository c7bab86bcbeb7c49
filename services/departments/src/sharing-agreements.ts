import { localDateOf } from '@tongban/calendar';
import { type Contract, type ContractCatalogue, leafPointers } from '@tongban/contracts';
import type { Clock, JsonObject } from '@tongban/kernel';
import type { DepartmentSystem, Need } from './department-system.ts';
import type { AnyClient } from './run-department-system.ts';

export interface Agreements {
  readonly systems: readonly DepartmentSystem[];
  readonly contracts: ContractCatalogue;
  /** The client of a department; of the authority by its own name. */
  readonly clientOf: (department: string) => AnyClient;
  readonly authority: string;
  readonly clock: Clock;
}

/**
 * Brings about what the reference systems share, step by step as departments do it: the owner offers a type, the
 * authority publishes it, those who need it ask, the owner agrees and provides. What is there already is left alone,
 * so that it can be interrupted anywhere and run again.
 */
export async function agreeOnSharing(agreements: Agreements): Promise<void> {
  const { systems } = agreements;
  const needed = new Set(systems.flatMap(({ needs }) => needs.map(({ type }) => type)));
  for (const type of needed) await offer(type, agreements);
  for (const { department, needs } of systems) {
    for (const need of needs) await obtain(department, need, agreements);
  }
}

async function offer(type: string, { contracts, clientOf, authority, clock }: Agreements): Promise<void> {
  const contract = contracts.get(type);
  if (!contract) throw new Error(`a reference system needs ${type}, for which there is no contract`);
  const provider = clientOf(contract.owner);
  const entry = (await provider.directory.get(type)) as unknown as EntryState;
  if (entry.published) return;
  if (!entry.submitted) {
    const on = localDateOf(clock.now());
    await provider.directory.act(type, 'submit', {
      item: directoryItem(contract),
      signedOffBy: { officer: `head-of-${contract.owner}`, on },
      secrecyReview: { id: `secrecy-${contract.name}`, on },
      impactReview: { id: `impact-${contract.name}`, on },
    });
  }
  await clientOf(authority).directory.act(type, 'publish');
}

interface EntryState {
  readonly published: object | null;
  readonly submitted: object | null;
}

function directoryItem({ type, owner, terms, latest }: Contract): JsonObject {
  const isPersonal = (leaf: string): boolean =>
    terms.personalData.some(({ pointer }) => pointer === leaf || pointer.startsWith(`${leaf}/`));
  return {
    type,
    title: terms.title,
    provider: owner,
    sharingClass: terms.sharing.class,
    ...(terms.sharing.conditions ? { conditions: terms.sharing.conditions } : {}),
    fields: leafPointers(latest.schema).map((pointer) => ({ pointer, personal: isPersonal(pointer) })),
  } as unknown as JsonObject;
}

interface GrantState {
  readonly grantId: string;
  readonly status: string;
}

async function obtain(
  department: string,
  need: Need,
  { clientOf, clock, contracts }: Agreements,
): Promise<void> {
  const requester = clientOf(department);
  const { grants } = (await requester.grants.list({ requester: department, type: need.type })) as unknown as {
    readonly grants: readonly GrantState[];
  };
  const live = grants.find(({ status }) => !ended.has(status));
  const grant = live ?? ((await requester.grants.request(requestOf(need, clock))) as unknown as GrantState);
  const provider = clientOf(contracts.get(need.type)?.owner ?? '');
  if (grant.status === 'submitted') {
    await provider.grants.act(grant.grantId, 'agree', { disposal: '目的实现后三十日内删除' });
  }
  if (grant.status === 'submitted' || grant.status === 'agreed')
    await provider.grants.act(grant.grantId, 'provision');
}

const ended: ReadonlySet<string> = new Set(['refused', 'terminated', 'purpose-ended', 'disposed']);

function requestOf({ necessity = [], ...need }: Need, clock: Clock): JsonObject {
  const today = localDateOf(clock.now());
  return {
    ...need,
    necessity,
    from: today,
    to: `${Number(today.slice(0, 4)) + 1}${today.slice(4, 8)}01`,
    signedOffBy: { officer: 'head-of-unit', on: today },
  } as unknown as JsonObject;
}
