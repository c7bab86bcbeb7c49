import { chinaHolidays, type LocalDate, localDate } from '@tongban/calendar';
import { TongbanError } from '@tongban/kernel';
import { sharingRules } from '../../rules/sharing-rules.ts';
import type { Actor } from '../actor.ts';
import type { Decider } from '../decider.ts';
import type { DirectoryItem, OfferedContract, PublishedItem } from '../directory-item.ts';
import type { Grant, GrantEvent } from '../grant.ts';
import type { AccessRequest, GrantCommand } from '../grant-command.ts';
import { grantDecider } from '../grant-decider.ts';

/** What a history comes to, command after command. */
export interface Given<State, Command, Event> {
  readonly state: State;
  readonly events: readonly Event[];
  /** The events of one more command. */
  when(command: Command): readonly Event[];
  /** The code of the refusal of one more command; undefined where it is not refused. */
  refusal(command: Command): string | undefined;
}

export function given<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  commands: readonly Command[],
): Given<State, Command, Event> {
  const events: Event[] = [];
  let state = decider.initialState;
  for (const command of commands) {
    for (const event of decider.decide(state, command)) {
      events.push(event);
      state = decider.evolve(state, event);
    }
  }
  return {
    state,
    events,
    when: (command) => decider.decide(state, command),
    refusal: (command) => refusalOf(() => decider.decide(state, command)),
  };
}

/** The code of the TongbanError that a call throws; undefined where it throws none. */
export function refusalOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof TongbanError) return error.code;
    throw error;
  }
}

/** A contract that an item agrees with. */
export function contractOf({ sharingClass, fields }: DirectoryItem): OfferedContract {
  return {
    sharingClass,
    fields: fields.map(({ pointer }) => pointer),
    personal: fields.filter(({ personal }) => personal).map(({ pointer }) => pointer),
  };
}

export const on: LocalDate = localDate('2025-09-28');

const officerOf = (department: string): Actor => ({
  department,
  system: 'desk',
  roles: ['officer'],
  officer: `${department}-1`,
});

export const tax: Actor = officerOf('tax');
export const customs: Actor = officerOf('customs');
export const courts: Actor = officerOf('courts');
export const utilities: Actor = officerOf('utilities');
export const operator: Actor = {
  department: 'platform',
  system: 'operations',
  roles: ['operator'],
  officer: 'O-1',
};
export const auditor: Actor = { ...utilities, roles: ['auditor'] };

export const meterType = 'utilities.meter-opened.v1';

export const meterItem: DirectoryItem = {
  type: meterType,
  title: { zh: '水电气表已开户', en: 'Meter opened' },
  provider: 'utilities',
  format: 'cloudevents-json',
  updateFrequency: 'real-time',
  sharingClass: 'conditional',
  sharingWays: ['pull', 'stream'],
  conditions: { zh: '仅用于核实', en: 'For verification only' },
  grade: 'general',
  fields: [
    { pointer: '/meterNo', personal: false },
    { pointer: '/address', personal: false },
    { pointer: '/contact', personal: true },
    { pointer: '/readings/*/kWh', personal: false },
  ],
};

const { conditions: _conditions, ...withoutConditions } = meterItem;
export const openItem: DirectoryItem = { ...withoutConditions, sharingClass: 'unconditional' };
export const closedItem: DirectoryItem = {
  ...withoutConditions,
  sharingClass: 'not-shared',
  citation: { kind: 'law', source: '中华人民共和国保守国家秘密法', article: '第二条' },
};

export const meterPublished: PublishedItem = { item: meterItem, version: 1 };

export const meterRequest: AccessRequest = {
  type: meterType,
  purpose: { code: 'tax-registration', text: '税务登记地址核实' },
  scenario: '新办企业登记',
  basis: 'order-809',
  legalBasis: [{ source: '中华人民共和国税收征收管理法', article: '第十五条' }],
  fields: ['/meterNo', '/address/street', '/contact/name'],
  necessity: [{ pointer: '/contact', reason: '核对经办人' }],
  from: '2025-10-01',
  to: '2026-09-30',
  way: 'pull',
  storageRegion: 'CN',
  signedOffBy: { officer: 'tax-head', on: '2025-09-27' },
};

export const grants: Decider<Grant | undefined, GrantCommand, GrantEvent> = grantDecider(
  sharingRules,
  chinaHolidays,
);

export const requested: GrantCommand = {
  kind: 'request',
  actor: tax,
  on,
  grantId: 'GR-1',
  request: meterRequest,
  item: meterPublished,
};
export const requestedOpen: GrantCommand = { ...requested, item: { item: openItem, version: 1 } };
export const agreed: GrantCommand = {
  kind: 'agree',
  actor: utilities,
  on,
  item: meterPublished,
  disposal: '删除并出具证明',
};
export const provisioned: GrantCommand = { kind: 'provision', actor: utilities, on, item: meterPublished };
export const suspended: GrantCommand = {
  kind: 'suspend',
  actor: utilities,
  on,
  reasonCode: 'misuse',
  reason: '用于授权目的之外',
};
export const refused: GrantCommand = {
  kind: 'refuse',
  actor: utilities,
  on,
  item: meterPublished,
  reasonCode: 'scope-too-wide',
  reason: '超出所需',
};
export const listed: GrantCommand = { kind: 'list-missing', actor: utilities, on, missing: ['签批件'] };
export const supplemented: GrantCommand = { kind: 'supplement', actor: tax, on, supplements: ['签批件 18'] };
export const extended: GrantCommand = {
  kind: 'extend-reply',
  actor: utilities,
  on,
  workingDays: 10,
  consentId: '沪数〔2025〕12号',
  reason: '需会商',
};
export const overdue: GrantCommand = {
  kind: 'note-overdue',
  actor: operator,
  on,
  deadlineId: 'GR-1.reply-1',
  dueOn: '2025-10-17',
};
export const disputed: GrantCommand = { kind: 'dispute', actor: tax, on, ground: '为核实所必需' };

/** The first coordination of a dispute, which comes to nothing. */
export const unsettled: GrantCommand = {
  kind: 'coordinate',
  actor: operator,
  on,
  item: meterPublished,
  level: 'same-level-authority',
  outcome: 'unsettled',
  opinion: '意见不一',
};
/** The decision of the government, in favour of the requester. */
export const decided: GrantCommand = {
  kind: 'decide-dispute',
  actor: operator,
  on,
  item: meterPublished,
  outcome: 'share',
  decisionNo: 'GD-1',
  decision: '应予共享',
};

/** The refusal for papers that did not come. */
export const forPapers: GrantCommand = { ...refused, reasonCode: 'papers-not-supplemented' };

/** The same command on another day, YYYY-MM-DD. */
export function onDay(day: string, command: GrantCommand): GrantCommand {
  return { ...command, on: localDate(day) };
}

/** The status of the grant after these commands. */
export function status(...commands: readonly GrantCommand[]): string | undefined {
  return given(grants, commands).state?.status;
}

/** The code with which a command about the grant is refused after others; undefined where it is not. */
export function refusal(before: readonly GrantCommand[], command: GrantCommand): string | undefined {
  return given(grants, before).refusal(command);
}
