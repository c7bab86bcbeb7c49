import { defineErrors, ok, systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { describe, expect, it } from 'vitest';
import { handleRecord, type OutboxRecord, sequencesOf } from './outbox-record.ts';

const errors = defineErrors({
  E_TEST_REFUSED: { status: 422, title: { zh: '拒绝', en: 'refused' } },
  E_TEST_AWAY: { status: 503, retryable: true, title: { zh: '不可用', en: 'away' } },
});

const record = (offset: number, key: string | null, headers: OutboxRecord['headers'] = {}): OutboxRecord => {
  return { offset, key: key === null ? null : Buffer.from(key), headers, value: Buffer.from('{}') };
};
const event = record(7, null, { ce_id: 'a', ce_type: 'tax.a.v1' });

function handling(answers: readonly (() => unknown)[]) {
  let asked = 0;
  return {
    asked: () => asked,
    clock: { ...systemClock, after: (_: number, fire: () => void) => systemClock.after(0, fire) },
    logger: silentLogger,
    signal: new AbortController().signal,
    publish: async () => (answers[asked++] ?? answers.at(-1))?.(),
  };
}
const fail = (error: unknown) => (): never => {
  throw error;
};

describe('a record of an outbox', () => {
  it('is published', async () => {
    const published = handling([() => ok(1)]);
    expect(await handleRecord(event, published)).toBeUndefined();
    expect(published.asked()).toBe(1);
  });

  it('is refused at once where it is wrong', async () => {
    const refused = handling([fail(errors.error('E_TEST_REFUSED'))]);
    expect(await handleRecord(event, refused)).toMatchObject({ code: 'E_TEST_REFUSED' });
    expect(refused.asked()).toBe(1);
  });

  it('waits for as long as the platform cannot take it', async () => {
    const away = Array.from({ length: 30 }, () => fail(errors.error('E_TEST_AWAY')));
    const patient = handling([...away, () => ok(1)]);
    expect(await handleRecord(event, patient)).toBeUndefined();
    expect(patient.asked()).toBe(31);
  });

  it('is refused after some attempts where the platform fails at it, and those behind it go on', async () => {
    const failing = handling([fail(new TypeError('a fault of ours'))]);
    const refusal = await handleRecord(event, failing);
    expect(refusal).toMatchObject({ code: 'E_OUTBOX_RECORD_FAILED', facts: { offset: 7 } });
    expect(failing.asked()).toBe(5);
  });

  it('that is no CloudEvent is refused without being published', async () => {
    const unasked = handling([]);
    expect(await handleRecord(record(1, null), unasked)).toMatchObject({ code: 'E_EVENT_CONTENT_TYPE' });
    expect(unasked.asked()).toBe(0);
  });

  it('is left undecided where the work is stopped', async () => {
    const stopped = { ...handling([fail(errors.error('E_TEST_AWAY'))]), signal: AbortSignal.abort() };
    await expect(handleRecord(event, stopped)).rejects.toThrow();
  });
});

it('those of one key are one sequence, and those without a key are one together', () => {
  const records = [record(1, 'a'), record(2, null), record(3, 'b'), record(4, 'a'), record(5, null)];
  expect(sequencesOf(records).map((sequence) => sequence.map(({ offset }) => offset))).toEqual([
    [1, 4],
    [2, 5],
    [3],
  ]);
});
