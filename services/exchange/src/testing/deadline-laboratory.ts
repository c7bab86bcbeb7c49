import { chinaHolidays, localDateOf } from '@tongban/calendar';
import { inMemoryEventStore, type Position, type RecordedEvent } from '@tongban/event-store';
import { uuidV7 } from '@tongban/kernel';
import {
  type DeadlineRunner,
  type ProcessorHandle,
  type ProcessorStatus,
  runDeadlines,
  runProcessor,
} from '@tongban/processing';
import { silentLogger } from '@tongban/telemetry';
import { openViews } from '@tongban/view-store';
import type { Decider } from '../domain/decider.ts';
import type { DomainEvent } from '../domain/domain-event.ts';
import { type OwnType, openPlatformJournal } from '../platform-journal.ts';
import { deadlineKeeper, moveProvisional, recordBreach } from '../reactions/deadline-keeper.ts';
import { sharingRules } from '../rules/sharing-rules.ts';
import { openSharingCommands } from '../sharing/sharing-commands.ts';
import { leapingClock } from './leaping-clock.ts';
import { catalogue, random, startMs } from './running-exchange.ts';

/** So much of an exchange as keeps deadlines: in memory, from `startMs` on, under a clock that leaps. */
export interface DeadlineLaboratory {
  /** Gives a command about a thing of sharing, today. */
  give<State, Command, Event extends DomainEvent<OwnType>>(
    thing: { readonly category: string; readonly key: string },
    decider: Decider<State, Command, Event>,
    command: object,
  ): Promise<void>;
  /** It is that moment, `YYYY-MM-DDTHH:mm:ss` in Shanghai, and all that fell due has been looked at. */
  itIs(moment: string): Promise<void>;
  recorded(type: string): Promise<readonly RecordedEvent[]>;
  head(): Promise<Position>;
  status(): Promise<ProcessorStatus>;
  /** Stops and starts again: over the same database, or over a new one, so that everything is replayed. */
  restart(database: 'same' | 'new'): Promise<void>;
  close(): Promise<void>;
}

export async function openDeadlineLaboratory(): Promise<DeadlineLaboratory> {
  const clock = leapingClock(startMs);
  const store = inMemoryEventStore({ clock });
  const ids = uuidV7({ now: clock.now, random });
  const journal = openPlatformJournal({ store, catalogue, clock, ids });
  const commands = openSharingCommands({ store, journal, ids });
  const openDatabase = () => openViews({ path: ':memory:', schema: 'exchange' });
  let views = await openDatabase();
  let keeper: ProcessorHandle;
  let runner: DeadlineRunner;

  const run = async (): Promise<void> => {
    const keeping = { processing: views, journal, commands, holidays: chinaHolidays, rules: sharingRules };
    const processing = { store, processing: views, clock, logger: silentLogger };
    keeper = await runProcessor(deadlineKeeper(keeping), processing);
    await moveProvisional(keeping);
    const fire = recordBreach.bind(undefined, keeping);
    runner = runDeadlines({ ...processing, keeper, fire });
  };
  const rest = async (): Promise<void> => {
    await runner.stop();
    await keeper.stop();
  };
  await run();

  return {
    async give({ category, key }, decider, command) {
      const on = localDateOf(clock.now());
      await commands.give({ owner: 'sharing', category, key }, decider, { on, ...command } as never);
    },
    async itIs(moment) {
      clock.leapTo(Date.parse(`${moment}+08:00`));
      await keeper.whenProcessed(await store.head());
      await runner.fireDue();
    },
    async recorded(type) {
      return (await store.readAll({ after: 0, limit: 1_000, filter: { types: [type] } })).events;
    },
    head: () => store.head(),
    status: () => keeper.status(),
    async restart(database) {
      await rest();
      if (database === 'new') {
        await views.close();
        views = await openDatabase();
      }
      await run();
    },
    async close() {
      await rest();
      await views.close();
      await store.close();
    },
  };
}
