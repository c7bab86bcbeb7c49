import { type HolidayTable, localDateOf } from '@tongban/calendar';
import { defineReactor, type Reactor } from '@tongban/processing';
import { directoryDecider } from '../domain/directory-decider.ts';
import type { DataOf } from '../domain/domain-event.ts';
import type { SharingRules } from '../domain/sharing-rule.ts';
import type { GrantView } from '../registers/grant-view.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';

/**
 * A source that was named is a duty that changed (政务数据共享条例 art. 17): every entry by which another department
 * still offers the datum is due for an update, unless one is due already.
 */
export function sourceChanges<Tx>(options: {
  readonly commands: SharingCommands;
  readonly grants: GrantView;
  readonly rules: SharingRules;
  readonly holidays: HolidayTable;
}): Reactor<Tx> {
  const { commands, grants, rules, holidays } = options;
  return defineReactor<Tx>({
    name: 'source-changes',
    filter: { types: ['sharing.source-department-named.v1'] },
    async react({ event, id, position, recordedAt }, { eventId }) {
      const { datum, department, namedOn } =
        event.data as unknown as DataOf<'sharing.source-department-named.v1'>;
      const register = await grants.upTo(position);
      // It has moved on since: the event that says so is answered instead.
      if (register.sources().get(datum)?.department !== department) return;
      for (const [type, { published, change }] of [...register.entries()]) {
        if (published === undefined || change !== undefined) continue;
        const { provider, fields } = published.item;
        if (provider === department || !fields.some((field) => field.datum === datum)) continue;
        await commands.give(
          { owner: 'sharing', category: 'directory', key: type },
          directoryDecider(rules, holidays),
          {
            kind: 'notify-change',
            actor: exchangeActor,
            on: localDateOf(recordedAt),
            cause: 'duty',
            reason: `${datum} 的数源部门为 ${department} / ${department} is the source of ${datum}`,
            changedOn: namedOn,
          },
          { eventId: eventId(type), causationId: id },
        );
      }
    },
  });
}
