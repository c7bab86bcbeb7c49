import type { HolidayTable } from '@tongban/calendar';
import type { Decider } from './decider.ts';
import { requestAddition } from './directory-addition.ts';
import { publish, sendBack, withdraw } from './directory-audit.ts';
import {
  type DirectoryCommand,
  type DirectoryEntry,
  type DirectoryEvent,
  evolveDirectory,
  noEntry,
} from './directory-item.ts';
import { submit } from './directory-submission.ts';
import { extendUpdate, notifyChange } from './directory-update.ts';
import type { SharingRules } from './sharing-rule.ts';
import type { SourcesByDatum } from './source-department.ts';

/**
 * The rules of one directory entry: submitted by its provider, audited and published by the authority (art. 12–17).
 *
 * @param sources the source departments as they are named now; none, where only other acts are decided.
 */
export function directoryDecider(
  rules: SharingRules,
  holidays: HolidayTable,
  sources: SourcesByDatum = new Map(),
): Decider<DirectoryEntry, DirectoryCommand, DirectoryEvent> {
  return {
    initialState: noEntry,
    decide: (entry, command) => [decide(entry, command, rules, holidays, sources)],
    evolve: evolveDirectory,
  };
}

function decide(
  entry: DirectoryEntry,
  command: DirectoryCommand,
  rules: SharingRules,
  holidays: HolidayTable,
  sources: SourcesByDatum,
): DirectoryEvent {
  switch (command.kind) {
    case 'request-addition':
      return requestAddition(entry, command);
    case 'notify-change':
      return notifyChange(entry, command, rules);
    case 'extend-update':
      return extendUpdate(entry, command, rules, holidays);
    case 'submit':
      return submit(entry, command, sources);
    case 'publish':
      return publish(entry, command, sources);
    case 'return':
      return sendBack(entry, command);
    case 'withdraw':
      return withdraw(entry, command);
  }
}
