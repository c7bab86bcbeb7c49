import type { Admin } from 'kafkajs';
import { expect, it } from 'vitest';
import { askingAdmin } from './asking-admin.ts';

const moved = Object.assign(new Error('This server is not the leader'), { retriable: true });
const denied = Object.assign(new Error('Not authorized'), { retriable: false });

/** Clients that answer what stands for them, in turn; the last answer stands for all that come after. */
function clusterOf(...answers: readonly (number | Error)[]) {
  const opened: { isConnected: boolean }[] = [];
  return {
    opened,
    admin(): Admin {
      const client = { isConnected: false };
      const answer = answers[Math.min(opened.length, answers.length - 1)];
      opened.push(client);
      return {
        async connect() {
          client.isConnected = true;
        },
        async disconnect() {
          client.isConnected = false;
        },
        async fetchTopicOffsets() {
          if (answer instanceof Error) throw answer;
          return [{ partition: 0, offset: String(answer) }];
        },
      } as unknown as Admin;
    },
  };
}

const end = async (admin: Admin): Promise<string | undefined> =>
  (await admin.fetchTopicOffsets('tongban.batches'))[0]?.offset;

it('asks through one client for as long as it answers', async () => {
  const cluster = clusterOf(7);
  const admin = askingAdmin(cluster);
  expect(await Promise.all([admin.ask(end), admin.ask(end)])).toEqual(['7', '7']);
  await admin.close();
  expect(cluster.opened).toEqual([{ isConnected: false }]);
});

it('asks again through a new client where the leader has changed, and leaves none open', async () => {
  const cluster = clusterOf(moved, moved, 7);
  const admin = askingAdmin(cluster);
  expect(await admin.ask(end)).toBe('7');
  expect(cluster.opened.map(({ isConnected }) => isConnected)).toEqual([false, false, true]);
  await admin.close();
  expect(cluster.opened[2]).toEqual({ isConnected: false });
});

it('gives up at once what will not pass, and asks anew the next time', async () => {
  const cluster = clusterOf(denied, 7);
  const admin = askingAdmin(cluster);
  await expect(admin.ask(end)).rejects.toBe(denied);
  expect(await admin.ask(end)).toBe('7');
  await admin.close();
});

it('asks no more once it is closed', async () => {
  const cluster = clusterOf(moved);
  const admin = askingAdmin(cluster);
  const asked = admin.ask(end);
  await admin.close();
  await expect(asked).rejects.toBe(moved);
  expect(cluster.opened).toEqual([{ isConnected: false }]);
});
