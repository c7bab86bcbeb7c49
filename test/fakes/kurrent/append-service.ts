import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, type ServerReadableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import {
  type AppendAnswer,
  appendBytesMax,
  type EventLog,
  type Expected,
  type ProposedEvent,
} from './event-log.ts';
import type { Faults } from './faults.ts';

/** Appends after which the server writes an event of its own between those of its clients. */
const appendsPerStatistics = 10;

/** `Streams.Append`: options first, then the events; one answer. */
export function appendService(
  log: EventLog,
  faults: Faults,
): (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) => void {
  let appends = 0;
  return (call, answer) => {
    let options: AppendReq.Options | undefined;
    const proposed: ProposedEvent[] = [];
    call.on('data', (request: AppendReq) => {
      if (request.hasOptions()) options = request.getOptions();
      const message = request.getProposedMessage();
      if (message !== undefined) proposed.push(proposedEvent(message));
    });
    call.on('error', () => {});
    call.on('end', async () => {
      if (options === undefined) return;
      const stream = streamOf(options);
      await faults.begins('append', stream);
      if (faults.refusesWrite(stream)) {
        answer({ code: status.UNAVAILABLE, details: 'Server Is Not Ready' });
        return;
      }
      const appended = log.append(stream, expectedOf(options), proposed);
      appends += 1;
      if (appends % appendsPerStatistics === 0)
        log.writeSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
      if (faults.losesResponse(stream)) return;
      if (appended.kind === 'too-large') answer(tooLarge());
      else answer(null, response(appended, options));
    });
  };
}

function proposedEvent(message: AppendReq.ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function streamOf(options: AppendReq.Options): string {
  return Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return Number(options.getRevision());
}

function response(
  answer: Exclude<AppendAnswer, { kind: 'too-large' }>,
  options: AppendReq.Options,
): AppendResp {
  if (answer.kind === 'appended') {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(answer.position));
    position.setPreparePosition(String(answer.position));
    const success = new streams.AppendResp.Success();
    success.setCurrentRevision(String(answer.revision));
    success.setPosition(position);
    return new streams.AppendResp().setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (answer.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(answer.current));
  if (options.hasNoStream()) wrong.setExpectedNoStream(new shared.Empty());
  else if (options.hasStreamExists()) wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(options.getRevision());
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}

function tooLarge(): { code: status; details: string; metadata: Metadata } {
  const metadata = new Metadata();
  metadata.set('exception', 'maximum-append-size-exceeded');
  metadata.set('maximum-append-size', String(appendBytesMax));
  return { code: status.INVALID_ARGUMENT, details: 'Maximum Append Size Exceeded.', metadata };
}
