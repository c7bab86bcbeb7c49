import { localDateOf } from '@tongban/calendar';
import { defineReactor, type Reactor } from '@tongban/processing';
import { correctionDecider } from '../domain/correction.ts';
import type { DataOf } from '../domain/domain-event.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';

/**
 * Pushes a correction to every department that read the wrong datum: a notice in its feed that names the wrong event
 * and the right one. It reaches them also where their grant has ended since, for they still hold what is wrong.
 */
export function correctionPush<Tx>(commands: SharingCommands): Reactor<Tx> {
  return defineReactor<Tx>({
    name: 'correction-push',
    filter: { types: ['sharing.datum-corrected.v1'] },
    async react({ event, recordedAt, id }) {
      const { correctionId, readers } = event.data as unknown as DataOf<'sharing.datum-corrected.v1'>;
      for (const department of readers) {
        await commands.give(
          { owner: 'sharing', category: 'correction', key: correctionId },
          correctionDecider,
          // The decider knows who was told: a repeat tells nobody twice.
          { kind: 'deliver', actor: exchangeActor, on: localDateOf(recordedAt), department, channel: 'pull' },
          { correlationId: event.correlationid, causationId: id },
        );
      }
    },
  });
}
