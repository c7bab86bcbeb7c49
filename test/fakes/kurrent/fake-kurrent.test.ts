import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
} from '@eventstore/db-client';
import { temporaryFolder } from '@tongban/testing';
import { expect, it } from 'vitest';
import { startFakeKurrent } from './fake-kurrent.ts';

const credentials = { username: 'none', password: 'none' };
const event = (type: string, id: string = crypto.randomUUID()) =>
  binaryEvent({ id, type, data: Buffer.from(type), metadata: { note: type } });

it('answers the official client as a server does: append, revisions, repeats, reading', async () => {
  await using place = await startedFake();
  const { client } = place;
  const [first, second, third] = [event('a'), event('b'), event('c')];
  const append = (
    events: (typeof first)[],
    expectedRevision: Parameters<typeof client.appendToStream>[2] = {},
  ) => client.appendToStream('s-1', events, { credentials, ...expectedRevision });

  const appended = await append([first, second], { expectedRevision: NO_STREAM });
  expect(appended).toMatchObject({ success: true, nextExpectedRevision: 1n });
  expect(await append([first, second], { expectedRevision: NO_STREAM })).toEqual(appended);
  for (const [events, expectedRevision, actualVersion] of [
    [[third], NO_STREAM, 1n],
    [[third], 0n, 1n],
    [[first, third], NO_STREAM, 1n],
  ] as const) {
    await expect(append([...events], { expectedRevision })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion,
    });
  }
  await expect(
    client.appendToStream('s-2', [third], { credentials, expectedRevision: STREAM_EXISTS }),
  ).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
  await append([third], { expectedRevision: ANY });

  const forwards = await read(client.readStream('s-1', { fromRevision: 1n, maxCount: 5 }));
  expect(forwards).toMatchObject([
    { revision: 1n, id: second.id, type: 'b', isJson: false, metadata: { note: 'b' } },
    { revision: 2n },
  ]);
  const backwards = await read(
    client.readStream('s-1', { fromRevision: END, direction: BACKWARDS, maxCount: 2 }),
  );
  expect(backwards.map(({ revision }) => revision)).toEqual([2n, 1n]);
  await expect(read(client.readStream('s-9'))).rejects.toMatchObject({ type: 'stream-not-found' });
});

it('reads everything from a position, itself forwards and not backwards, and none that is no record', async () => {
  await using place = await startedFake();
  const { client } = place;
  await client.appendToStream(
    's-1',
    ['a', 'b', 'c'].map((type) => event(type)),
    { credentials },
  );
  const all = await read(client.readAll());
  const [, b] = all.filter(({ streamId }) => streamId === 's-1');
  const at = b?.position ?? { commit: 0n, prepare: 0n };
  expect(all[0]?.streamId).toBe('$users');
  expect((await read(client.readAll({ fromPosition: at }))).map(({ type }) => type)).toEqual(['b', 'c']);
  const before = await read(client.readAll({ fromPosition: at, direction: BACKWARDS, maxCount: 1 }));
  expect(before.map(({ type }) => type)).toEqual(['a']);
  const between = { commit: at.commit + 1n, prepare: at.prepare + 1n };
  await expect(read(client.readAll({ fromPosition: between }))).rejects.toMatchObject({ code: 3 });
});

it('subscribes with a filter, after a position, with checkpoints, and says that it caught up', async () => {
  await using place = await startedFake();
  const { client } = place;
  await client.appendToStream(
    's-1',
    ['a', 'b', 'a'].map((type) => event(type)),
    { credentials },
  );
  const [first] = await read(client.readStream('s-1'));
  const checkpoints: bigint[] = [];
  const filter = eventTypeFilter({
    prefixes: ['a'],
    checkpointReached: (_, { commit }) => void checkpoints.push(commit),
    maxSearchWindow: 2,
  });
  const typed = client.subscribeToAll({ fromPosition: first?.position ?? 'start', filter });
  await new Promise<void>((resolve) => typed.once('caughtUp', resolve));
  await client.appendToStream('s-2', [jsonEvent({ type: 'alive', data: { x: 1 } })], { credentials });
  const seen: (string | undefined)[] = [];
  for await (const { event } of typed) {
    if (seen.push(event?.type) === 2) break;
  }
  expect(seen).toEqual(['a', 'alive']);
  expect(checkpoints.length).toBeGreaterThan(0);

  const ours = client.subscribeToAll({ filter: excludeSystemEvents() });
  for await (const { event } of ours) {
    expect(event?.type).toBe('a');
    break;
  }
});

it('has after a start on its folder what it had before', async () => {
  await using folder = await temporaryFolder();
  const before = await startFakeKurrent({ folder: folder.path });
  const writer = EventStoreDBClient.connectionString(before.url);
  await writer.appendToStream('s-1', [event('a')], { credentials });
  const all = await read(writer.readAll());
  await before.stop();
  const after = await startFakeKurrent({ folder: folder.path });
  const reader = EventStoreDBClient.connectionString(after.url);
  expect(await read(reader.readAll())).toEqual(all);
  await after.stop();
});

type Recorded = Awaited<ReturnType<typeof read>>[number];

async function read(resolved: AsyncIterable<{ readonly event?: object }>): Promise<
  readonly {
    readonly streamId: string;
    readonly type: string;
    readonly revision: bigint;
    readonly position?: { readonly commit: bigint; readonly prepare: bigint };
  }[]
> {
  const events: Recorded[] = [];
  for await (const { event } of resolved) events.push(event as Recorded);
  return events;
}

async function startedFake(): Promise<AsyncDisposable & { readonly client: EventStoreDBClient }> {
  const fake = await startFakeKurrent();
  const client = EventStoreDBClient.connectionString(fake.url);
  return {
    client,
    async [Symbol.asyncDispose]() {
      await client.dispose();
      await fake.stop();
    },
  };
}
