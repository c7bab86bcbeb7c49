import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type { EventLog, LoggedEvent } from './event-log.ts';
import type { Faults } from './faults.ts';
import {
  caughtUpAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
  fellBehindAnswer,
  streamNotFoundAnswer,
} from './read-answers.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** Events behind which a live subscriber is told that it fell behind. */
const behindEventsMax = 500;
/** Events looked at between two checkpoints, where the client names no window. */
const windowEventsDefault = 32;

/** `Streams.Read`: pages of a stream or of everything, and subscriptions to everything. */
export function readService(log: EventLog, faults: Faults): (call: Call) => void {
  return (call) => {
    const options = call.request.getOptions();
    // A dropped connection is what the tests are about, not a failure of the fake.
    call.on('error', () => {});
    if (faults.staysSilent) return;
    if (options === undefined) {
      fail(call, status.INVALID_ARGUMENT, 'a read needs options');
    } else if (options.hasSubscription()) {
      if (options.hasAll()) void subscribe(call, options, log, faults);
      else fail(call, status.UNIMPLEMENTED, 'the fake has subscriptions to $all only');
    } else {
      void readPage(call, options, log, faults);
    }
  };
}

async function readPage(call: Call, options: ReadReq.Options, log: EventLog, faults: Faults): Promise<void> {
  const isForwards = options.getReadDirection() === 0;
  const stream = options.getStream();
  let events: readonly LoggedEvent[];
  if (stream === undefined) {
    const all = options.getAll() as ReadReq.Options.AllOptions;
    const from = allIndex(all, log);
    if (from === undefined)
      return fail(call, status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
    // A read begins at the position, backwards before it.
    events = isForwards ? log.events.slice(from) : log.events.slice(0, from).reverse();
  } else {
    const name = Buffer.from(stream.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    await faults.begins('read', name);
    const known = log.stream(name);
    if (known.length === 0) {
      call.write(streamNotFoundAnswer(name));
      call.end();
      return;
    }
    const end = known.length - 1;
    const from = stream.hasStart() ? 0 : stream.hasEnd() ? end : Number(stream.getRevision());
    events = isForwards ? known.slice(from) : known.slice(0, from + 1).reverse();
  }
  const passes = filterOf(options);
  let left = Number(options.getCount());
  for (const event of events) {
    if (left === 0) break;
    if (!passes(event)) continue;
    left -= 1;
    if (!(await send(call, eventAnswer(event))) || faults.countEvent()) return;
  }
  call.end();
}

async function subscribe(call: Call, options: ReadReq.Options, log: EventLog, faults: Faults): Promise<void> {
  const all = options.getAll() as ReadReq.Options.AllOptions;
  const from = allIndex(all, log);
  if (from === undefined)
    return fail(call, status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
  // A subscription begins after the position that its reader has already seen.
  let at = all.hasPosition() ? from + 1 : from;
  const passes = filterOf(options);
  const checkpointEvents = checkpointInterval(options.getFilter());
  let isLive = false;
  await send(call, confirmationAnswer());
  while (!call.cancelled && !call.destroyed) {
    const event = log.events[at];
    if (event === undefined) {
      if (!isLive) await send(call, caughtUpAnswer());
      isLive = true;
      if (log.events.length === at) await appendOrEnd(call, log);
      continue;
    }
    if (isLive && log.events.length - at > behindEventsMax) {
      isLive = false;
      await send(call, fellBehindAnswer());
    }
    at += 1;
    if (passes(event)) {
      if (!(await send(call, eventAnswer(event))) || faults.countEvent()) return;
    }
    if (checkpointEvents !== undefined && at % checkpointEvents === 0) {
      await send(call, checkpointAnswer(event.position));
    }
  }
}

/** The place from which to read everything; undefined where no record begins at the position. */
function allIndex(all: ReadReq.Options.AllOptions, log: EventLog): number | undefined {
  if (all.hasStart()) return 0;
  if (all.hasEnd()) return log.events.length;
  return log.indexOf(BigInt(all.getPosition()?.getCommitPosition() ?? '-1'));
}

function filterOf(options: ReadReq.Options): (event: LoggedEvent) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const subject = ({ stream, type }: LoggedEvent): string => (filter.hasStreamIdentifier() ? stream : type);
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
  const regex = new RegExp(expression?.getRegex() ?? '', 'u');
  return (event) => regex.test(subject(event));
}

function checkpointInterval(filter: ReadReq.Options.FilterOptions | undefined): number | undefined {
  if (filter === undefined) return undefined;
  const window = filter.hasMax() ? filter.getMax() : windowEventsDefault;
  return Math.max(1, window * filter.getCheckpointintervalmultiplier());
}

/** Sends one message and waits while the client is slow. False where the client has gone. */
async function send(call: Call, message: ReadResp): Promise<boolean> {
  if (call.cancelled || call.destroyed) return false;
  if (call.write(message)) return true;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const name of ['drain', 'close', 'cancelled', 'error']) call.removeListener(name, done);
      resolve();
    };
    for (const name of ['drain', 'close', 'cancelled', 'error']) call.on(name, done);
  });
  return !call.cancelled && !call.destroyed;
}

async function appendOrEnd(call: Call, log: EventLog): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      takeBack();
      for (const name of ['close', 'cancelled', 'error']) call.removeListener(name, done);
      resolve();
    };
    const takeBack = log.onAppend(done);
    for (const name of ['close', 'cancelled', 'error']) call.on(name, done);
  });
}

function fail(call: Call, code: status, details: string): void {
  call.emit('error', { code, details });
}
