import { localDateOf } from '@tongban/calendar';
import type { Position, RecordedEvent } from '@tongban/event-store';
import { defineReactor, type Reactor } from '@tongban/processing';
import { correctionDecider } from '../domain/correction.ts';
import type { DataOf } from '../domain/domain-event.ts';
import type { PastReader } from '../domain/past-readers.ts';
import type { CorrectionView } from '../registers/correction-view.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { EventReaders } from '../sharing/event-readers.ts';
import { exchangeActor } from '../sharing/exchange-actor.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';

type Corrected = DataOf<'sharing.datum-corrected.v1'>;
type Read = DataOf<'sharing.data-read.v1'>;

export interface CorrectionPushOptions {
  readonly commands: SharingCommands;
  readonly corrections: CorrectionView;
  readonly grants: GrantView;
  readonly readers: EventReaders;
}

/**
 * Pushes a correction to every department that was handed the wrong datum: a notice in its feed that names the wrong
 * event and the right one. It reaches them also where their grant has ended since, for they still hold what is wrong.
 *
 * A read is written down before anything is handed over, and so stands either before the correction or after it in the
 * order of the store. Reads before it are found when the correction comes by, and each read after it is looked at when
 * it comes by itself: none falls between, however reads and corrections follow one another.
 */
export function correctionPush<Tx>(options: CorrectionPushOptions): Reactor<Tx> {
  const { commands, corrections, grants, readers } = options;

  /** The decider knows who was told: a repeat tells nobody twice. */
  const tell = async (
    correctionId: string,
    { department, channel }: Pick<PastReader, 'department' | 'channel'>,
    { id, recordedAt }: RecordedEvent,
  ): Promise<void> => {
    const on = localDateOf(recordedAt);
    await commands.give(
      { owner: 'sharing', category: 'correction', key: correctionId },
      correctionDecider,
      { kind: 'deliver', actor: exchangeActor, on, department, channel },
      { causationId: id },
    );
  };

  const tellWhoReadBefore = async (recorded: RecordedEvent): Promise<void> => {
    const { correctionId, type, wrong } = recorded.event.data as unknown as Corrected;
    const position = Number(wrong.position) as Position;
    for (const reader of await readers.of({ type, position }, recorded.position)) {
      await tell(correctionId, reader, recorded);
    }
  };

  const tellWhoReadsAfter = async (recorded: RecordedEvent): Promise<void> => {
    const read = recorded.event.data as unknown as Read;
    const [corrected, register] = await Promise.all([
      corrections.upTo(recorded.position),
      grants.upTo(recorded.position),
    ]);
    const typeOf = (grantId: string): string | undefined => register.grant(grantId)?.request.type;
    for (const { correctionId } of corrected.handedOverBy(read, recorded.position, typeOf)) {
      await tell(correctionId, read, recorded);
    }
  };

  return defineReactor<Tx>({
    name: 'correction-notices',
    filter: { types: ['sharing.datum-corrected.v1', 'sharing.data-read.v1'] },
    react: (recorded) =>
      recorded.type === 'sharing.data-read.v1' ? tellWhoReadsAfter(recorded) : tellWhoReadBefore(recorded),
  });
}
