import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TongbanProblem } from '@tongban/client';
import { canonicalJson, type JsonObject, systemClock } from '@tongban/kernel';
import { type Logger, silentLogger } from '@tongban/telemetry';
import type { DepartmentSystem, Received } from '../department-system.ts';
import type { EventRef } from '../register.ts';
import { type AnyClient, runDepartmentSystem } from '../run-department-system.ts';

export interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly correlationid: string;
  readonly data: JsonObject;
}

export interface MadeCorrection {
  readonly wrong: EventRef;
  readonly right: EventRef;
  readonly fields: readonly string[];
}

/** As much of the platform as one department system needs: its feed, what it published, and what it corrected. */
export interface DepartmentDesk {
  /** In order, each once. */
  readonly published: readonly PublishedEvent[];
  /** By their ids. */
  readonly corrections: ReadonlyMap<string, MadeCorrection>;
  readonly warnings: readonly string[];
  /** Ids of events that no grant covers any longer. */
  readonly ungranted: Set<string>;
  /** Fields that are withheld where an event is read again. */
  readonly withheld: string[];
  /** Fields that were erased since. */
  readonly erased: string[];
  /** Acts of the department after which the connection breaks: what was done is done, and it does not learn of it. */
  breakAfter: number;
  /** The act of the department at which the connection breaks before it is done. */
  breakBefore: number;
  /** Acts of the department after which it is told to stop. */
  stopAfter: number;
  /** Puts an event into the feed, recorded a day after the one before. */
  hand(event: Received): void;
  /** Tells in the feed that an event of it was wrong, and which is right in its place. */
  correct(correctionId: string, wrong: EventRef & { readonly type: string }, right: EventRef): void;
  /** Runs the system until its feed is handled, or it is told to stop. @throws what it stops at */
  run(): Promise<void>;
  /** Loses what the system keeps. */
  forget(): Promise<void>;
}

const correctionType = 'sharing.correction-delivered.v1';
const firstMs = Date.parse('2026-03-12T16:30:00Z');
const dayMs = 86_400_000;

export function openDepartmentDesk(system: DepartmentSystem, folder: string): DepartmentDesk {
  const { department } = system;
  const source = `/departments/${department}/${system.system}`;
  const feed: Received[] = [];
  const published = new Map<string, PublishedEvent>();
  const corrections = new Map<string, MadeCorrection>();
  const warnings: string[] = [];
  let acts = 0;
  let stopping = new AbortController();

  /** Does something that the department wants done, unless the connection breaks before. */
  const act = (isDone: () => void): void => {
    acts += 1;
    if (acts === desk.breakBefore) throw new Error('the connection broke');
    isDone();
    if (acts === desk.stopAfter) stopping.abort();
    if (acts === desk.breakAfter) throw new Error('the connection broke');
  };
  const itemAt = (at: number) => ({
    cursor: `${department}:${at + 1}`,
    recordedAt: new Date(firstMs + at * dayMs).toISOString(),
    event: feed[at] as Received,
  });
  const after = (cursor: string | undefined) =>
    feed.map((_, at) => itemAt(at)).slice(Number(cursor?.split(':')[1] ?? 0));

  const gaps = () => ({ withheld: desk.withheld, erased: desk.erased });

  const publisherFor = (cause: Received, recordedAt: string) => async (type: string, draft: Draft) => {
    const { name = '', correlationId = cause.correlationid, time = recordedAt, subject, data } = draft;
    const id = `${cause.id}/${type}/${name}`;
    const event = { id, type, subject, time, correlationid: correlationId, data };
    const known = published.get(id);
    if (known && canonicalJson({ ...known }) !== canonicalJson({ ...event })) {
      const row = { status: 409, title: { zh: '…', en: '…' } };
      throw new TongbanProblem('E_EVENT_ID_REUSED', row, { facts: { source, id } });
    }
    act(() => published.set(id, event));
    return { id };
  };

  const client = {
    source,
    async subscribe(options: Parameters<AnyClient['subscribe']>[0]) {
      const { cursorStore, types = [], handle, handleCorrection, onPoison, signal } = options;
      for (const { event, ...facts } of after(await cursorStore.load())) {
        const context = { ...facts, signal, publish: publisherFor(event, facts.recordedAt) } as never;
        try {
          if (types.includes(event.type)) await handle(event, context);
          else if (event.type === correctionType && types.includes(event.data.type as string))
            await handleCorrection?.(event as never, context);
        } catch (error) {
          if (onPoison?.({ item: facts as never, error, attempts: 1 }) === 'stop') throw error;
        }
        if (signal?.aborted) return;
        await cursorStore.save(facts.cursor);
      }
    },
    async feed({ after: cursor, limit }: { readonly after: string; readonly limit: number }) {
      const granted = after(cursor).filter(({ event }) => !desk.ungranted.has(event.id));
      return { events: granted.slice(0, limit).map((item) => ({ ...item, ...gaps() })) };
    },
    events: { get: async ({ id }: EventRef) => ({ event: published.get(id) }) },
    corrections: {
      async act(id: string, name: string, correction: MadeCorrection) {
        if (name !== 'correct') throw new Error(`a department does not ${name} here`);
        if (corrections.has(id))
          throw new TongbanProblem('E_CORRECTION_ANSWERED', { status: 409, title: { zh: '…', en: '…' } });
        act(() => corrections.set(id, correction));
      },
    },
  };

  const logger: Logger = {
    ...silentLogger,
    warn: (_facts, message) => warnings.push(message),
    child: () => logger,
  };
  const files = {
    cursorFile: join(folder, `${department}.cursor`),
    registerFile: join(folder, `${department}.register`),
  };
  const desk: DepartmentDesk = {
    get published() {
      return [...published.values()];
    },
    corrections,
    warnings,
    ungranted: new Set(),
    withheld: [],
    erased: [],
    breakAfter: Number.POSITIVE_INFINITY,
    breakBefore: Number.POSITIVE_INFINITY,
    stopAfter: Number.POSITIVE_INFINITY,
    hand: (event) => void feed.push(event),
    correct(correctionId, { type, ...wrong }, right) {
      const data = { correctionId, type, wrong: refOf(wrong), right: refOf(right), fields: ['/any'] };
      const [sample] = feed;
      feed.push({
        ...(sample as Received),
        id: correctionId,
        correlationid: correctionId,
        type: correctionType,
        data,
      });
    },
    run() {
      stopping = new AbortController();
      return runDepartmentSystem(system, {
        client: client as unknown as AnyClient,
        ...files,
        clock: systemClock,
        logger,
        handlingMs: () => 0,
        signal: stopping.signal,
      });
    },
    async forget() {
      for (const file of Object.values(files)) await rm(file, { force: true });
    },
  };
  return desk;
}

interface Draft {
  readonly name?: string;
  readonly subject: string;
  readonly data: JsonObject;
  readonly time?: string;
  readonly correlationId?: string;
}

function refOf({ source, id }: EventRef): JsonObject {
  return { source, id };
}
