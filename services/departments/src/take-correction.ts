import { type HandlerContext, type ReceivedCorrection, TongbanProblem } from '@tongban/client';
import { type JsonObject, pointerPath } from '@tongban/kernel';
import type { Logger } from '@tongban/telemetry';
import { type Amendment, amendmentsOf, type Told } from './amendments.ts';
import { type DepartmentSystem, type Received, recordedWhen } from './department-system.ts';
import { publishOnce } from './publish-once.ts';
import { type EventRef, isSameEvent, type Register, type ToldRef } from './register.ts';
import type { AnyClient } from './run-department-system.ts';

export interface CorrectionTaking {
  readonly client: AnyClient;
  readonly register: Register;
  readonly system: Pick<DepartmentSystem, 'needs' | 'reactions'>;
  /** Resolves when a clerk had the time that an event takes. */
  readonly clerk: () => Promise<void>;
  readonly logger: Logger;
}

/**
 * Takes a correction over: the entry rests on the right event from now on, and what the department had told on the wrong
 * one is put right, in the case in which it was told. It may be done over and over: ids follow from the correction.
 */
export async function takeCorrection(
  { data }: ReceivedCorrection,
  context: HandlerContext<Record<string, JsonObject>>,
  { client, register, system, clerk, logger }: CorrectionTaking,
): Promise<void> {
  const { correctionId, type = '' } = data;
  const [wrong, right] = [refOf(data.wrong), refOf(data.right)];
  const entry = wrong && register.of(wrong);
  const reaction = system.reactions.find(({ to }) => to === type);
  // Of what was never received, or before there was a register, nothing is kept that could be wrong.
  if (!entry || !right || !reaction || isSameEvent(entry.restsOn, right)) return;
  const needed = system.needs.find((need) => need.type === type)?.fields ?? [];
  const rightEvent = await readAgain(client, right, needed, register);
  if (!rightEvent) {
    const facts = { correctionId, about: entry.about };
    logger.warn(facts, 'the right event cannot be read: what rests on the wrong one stays as it is');
    return;
  }
  const told = await Promise.all(entry.told.map((one) => lookUp(client, one)));
  const isOfAnother = register.of(right)?.about !== entry.about;
  const today = recordedWhen(context.recordedAt);
  const { made, stranded } = amendmentsOf(told, isOfAnother ? undefined : rightEvent, reaction, today);
  for (const { type: toldType, id } of stranded)
    logger.warn(
      { correctionId, type: toldType, id },
      'no contract takes back what was told on a wrong event',
    );
  if (made.length > 0) await clerk();
  const standing = new Map<string, ToldRef>(entry.told.map((one) => [one.id, one]));
  for (const amendment of made) {
    if (context.signal.aborted) return;
    const ref = await publishAmendment(amendment, rightEvent, context, client);
    if (amendment.kind !== 'addition') standing.delete(amendment.told.id);
    if (amendment.kind !== 'end') standing.set(ref.id, ref);
  }
  register.keep({ ...entry, restsOn: right, told: [...standing.values()] });
}

/** Publishes what was decided, and where it corrects an own event, has the platform tell everyone who read that one. */
async function publishAmendment(
  amendment: Amendment,
  right: Received,
  context: HandlerContext<Record<string, JsonObject>>,
  client: AnyClient,
): Promise<ToldRef> {
  const { kind, answer } = amendment;
  const { type, ...draft } = answer;
  const correlationId = kind === 'addition' ? right.correlationid : amendment.told.correlationid;
  // What is corrected happened when it happened; the rest happens now.
  const time = kind === 'correction' ? { time: amendment.told.time } : {};
  const id = await publishOnce(() => context.publish(type, { ...draft, ...time, correlationId }));
  if (kind === 'correction') {
    const { source } = client;
    await correctOnce(client, id, {
      wrong: { source, id: amendment.told.id },
      right: { source, id },
      fields: amendment.members.map((name) => `/${name}`),
      reason: '所依据的数据已由提供部门更正 / the datum that it rested on was corrected by its provider',
    });
  }
  return { id, type, ...(answer.name === undefined ? {} : { name: answer.name }) };
}

/** Under the id of the right event, so that a repeat is known as one. */
async function correctOnce(client: AnyClient, correctionId: string, correction: JsonObject): Promise<void> {
  try {
    await client.corrections.act(correctionId, 'correct', correction);
  } catch (error) {
    if (!(error instanceof TongbanProblem && error.code === 'E_CORRECTION_ANSWERED')) throw error;
  }
}

/**
 * A received event as the department may read it now. Undefined where it may not, or where a field that is needed is
 * withheld or erased: of half an event it could not be said what rests on it.
 */
async function readAgain(
  client: AnyClient,
  ref: EventRef,
  needed: readonly string[],
  register: Register,
): Promise<Received | undefined> {
  const received = register.of(ref)?.received.find((event) => isSameEvent(event, ref));
  if (!received) return undefined;
  const [department, position = ''] = received.cursor.split(':');
  const { events } = await client.feed({ after: `${department}:${BigInt(position) - 1n}`, limit: 1 });
  const item = events.find(({ event }) => isSameEvent(event, ref));
  if (!item) return undefined;
  const { event, withheld, erased } = item;
  const isLacking = needed.some((field) =>
    isMissing(field, event.data as JsonObject, [...withheld, ...erased]),
  );
  return isLacking ? undefined : (event as Received);
}

/**
 * Whether a field, or a part of it, is among what was left out. Of what was left out as a part of something larger it is
 * known by its absence: an event may be withheld as a whole address and given in its first line.
 */
function isMissing(field: string, data: JsonObject, leftOut: readonly string[]): boolean {
  const within = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);
  if (leftOut.some((one) => within(one, field))) return true;
  return valueAt(data, field) === undefined && leftOut.some((one) => within(field, one));
}

function valueAt(data: JsonObject, field: string): unknown {
  return pointerPath(field).reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[step],
    data,
  );
}

async function lookUp(client: AnyClient, { id, name }: ToldRef): Promise<Told> {
  const { event } = await client.events.get({ source: client.source, id });
  const { type, subject, data, time, correlationid } = event;
  return {
    id,
    type,
    subject,
    data: data as JsonObject,
    time,
    correlationid,
    ...(name === undefined ? {} : { name }),
  };
}

function refOf(ref: { readonly source?: string; readonly id?: string } | undefined): EventRef | undefined {
  return ref?.source === undefined || ref.id === undefined ? undefined : { source: ref.source, id: ref.id };
}
