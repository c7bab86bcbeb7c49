import { join } from 'node:path';
import { openSqliteEventStore } from '@tongban/event-store-sqlite';
import { systemClock } from '@tongban/kernel';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import example from '../../contracts/tax/arrears-recorded/examples/valid-recorded.json' with { type: 'json' };
import {
  endProcesses,
  type PlatformProcess,
  root,
  startMain,
  startPlatform,
  startProcess,
} from './start-process.ts';
import { mountSmallDisk, type SmallDisk } from './start-small-disk.ts';

const bin = join(root, 'services/platform/bin/tongban.mjs');
const reason = 'no file system may be mounted here, so no disk can be made full or read-only';

let folder: TemporaryFolder;
let disk: SmallDisk | undefined;
beforeEach(async () => {
  folder = await temporaryFolder();
  disk = mountSmallDisk(join(folder.path, 'disk'), 12);
});
afterEach(async () => {
  await endProcesses();
  disk?.[Symbol.dispose]();
  await folder.remove();
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test says of an answer is its assertion
  readonly body: any;
}

/** A department that talks to a platform. */
class Department {
  readonly acknowledged: string[] = [];
  readonly #url: string;
  readonly #token: string;
  #sent = 0;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async of({ url }: PlatformProcess, department: string, role = 'department'): Promise<Department> {
    const query = new URLSearchParams({ as: department, role, format: 'text' });
    const answer = await fetch(`${url}/identity/token?${query}`, { method: 'POST' });
    return new Department(url, (await answer.text()).trim());
  }

  async get(path: string): Promise<Answer> {
    const answer = await fetch(this.#url + path, { headers: { authorization: `Bearer ${this.#token}` } });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** Does something that has to succeed. */
  async act(path: string, body: object): Promise<Answer['body']> {
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answered: Answer['body'] = await answer.json();
    expect([path, answer.ok, answered]).toEqual([path, true, answered]);
    return answered;
  }

  /** Publishes one event, and remembers it where it was acknowledged. */
  publish(): Promise<Answer> {
    return this.#post('application/cloudevents+json', (id) => JSON.stringify({ ...example, id }), 1);
  }

  /** Publishes a batch of which all is recorded or nothing. */
  publishBatch(): Promise<Answer> {
    const text = (id: string): string =>
      JSON.stringify(Array.from({ length: batchEvents }, (_, at) => ({ ...example, id: `${id}.${at}` })));
    return this.#post('application/cloudevents-batch+json', text, batchEvents);
  }

  async #post(contentType: string, textFor: (id: string) => string, events: number): Promise<Answer> {
    const id = `e-${this.#sent++}`;
    const answer = await fetch(`${this.#url}/v1/events?atomic=true`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': contentType },
      body: textFor(id),
    });
    if (answer.ok) {
      const ids = events === 1 ? [id] : Array.from({ length: events }, (_, at) => `${id}.${at}`);
      this.acknowledged.push(...ids);
    }
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }
}

const batchEvents = 50;

const failingStore = {
  service: 'process',
  part: 'event-store',
  ready: false,
  state: 'failing',
  code: 'E_STORE_FULL',
};

/** What `Department` published, as far as it is in a store, in its order there. */
async function recorded(path: string): Promise<readonly string[]> {
  const store = await openSqliteEventStore({ path: join(path, 'events.db'), clock: systemClock });
  const ids: string[] = [];
  for (let after = 0, atEnd = false; !atEnd; ) {
    const page = await store.readAll({ after });
    for (const { id } of page.events) if (id.startsWith('e-')) ids.push(id);
    after = page.next;
    atEnd = page.atEnd;
  }
  await store.close();
  return ids;
}

/** Lets courts have the amounts of arrears that tax publishes. */
async function shareArrears(platform: PlatformProcess, tax: Department, courts: Department): Promise<void> {
  const authority = await Department.of(platform, 'platform', 'operator');
  const { type } = example;
  const on = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();
  const fields = [{ pointer: '/amountFen', personal: false }];
  const texts = { zh: '欠税信息', en: 'Tax arrears' };
  const item = {
    type,
    title: texts,
    provider: 'tax',
    sharingClass: 'conditional',
    conditions: texts,
    fields,
  };
  const signedOffBy = { officer: 'in-charge', on };
  const review = { id: 'review-1', on };
  const offer = { item, signedOffBy, secrecyReview: review, impactReview: review };
  await tax.act(`/v1/directory/${type}/submit`, offer);
  await authority.act(`/v1/directory/${type}/publish`, {});
  const { grantId } = await courts.act('/v1/grants', {
    type,
    basis: 'ebl',
    purpose: { code: 'bankruptcy', text: '审查债权' },
    scenario: '破产案件办理',
    legalBasis: [{ source: '企业破产法', article: '第二十五条' }],
    fields: ['/amountFen'],
    from: on,
    to: `${Number(on.slice(0, 4)) + 1}-12-31`,
    signedOffBy,
  });
  await tax.act(`/v1/grants/${grantId}/agree`, { fields: ['/amountFen'], disposal: '案件终结后归档' });
  await tax.act(`/v1/grants/${grantId}/provision`, {});
}

/** Waits until every part is ready; where that does not come, the failure names those that are not. */
async function readiness(tax: Department): Promise<void> {
  await vi.waitFor(
    async () => {
      const { parts } = (await tax.get('/health/ready')).body;
      expect(parts.filter(({ ready }: { readonly ready: boolean }) => !ready)).toEqual([]);
    },
    { timeout: 20_000 },
  );
}

async function stop({ child, ended }: PlatformProcess): Promise<void> {
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, signal: null });
}

it('a disk that fills up: refuses cleanly, goes on reading, accepts again by itself, and loses nothing', async (context) => {
  if (!disk) return context.skip(reason);
  const platform = await startPlatform(['--data', disk.path, '--empty'], { TONGBAN_LOG_LEVEL: 'silent' });
  const [tax, courts] = [await Department.of(platform, 'tax'), await Department.of(platform, 'courts')];
  await shareArrears(platform, tax, courts);
  let last = await tax.publishBatch();
  for (; last.status === 200; last = await tax.publishBatch());
  expect(last).toMatchObject({ status: 507, body: { code: 'E_STORE_FULL', retryable: true } });
  expect(tax.acknowledged.length).toBeGreaterThan(batchEvents);

  // What is left of room may take a small event still: until nothing is taken any more, and everybody is told so.
  const shared = '/v1/feed?limit=100';
  await vi.waitFor(
    async () => {
      const refusal = await tax.publish();
      expect(refusal).toMatchObject({ status: 507, body: { code: 'E_STORE_FULL', retryable: true } });
      expect(refusal.headers.get('content-type')).toContain('application/problem+json');
      expect(refusal.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(refusal.body.details.zh).toContain('稍后重发');
      const health = await tax.get('/health/ready');
      expect(health).toMatchObject({ status: 503, body: { status: 'not-ready' } });
      expect(health.body.parts).toContainEqual(failingStore);
      // What was shared is handed over only where the reading can be written down.
      expect(await courts.get(shared)).toMatchObject({ status: 507, body: { code: 'E_STORE_FULL' } });
    },
    { timeout: 20_000, interval: 10 },
  );
  expect((await tax.get('/health/live')).status).toBe(200);
  for (const path of ['/v1/feed/position', '/v1/contracts', '/v1/flows?limit=1', '/v1/grants']) {
    expect([path, (await tax.get(path)).status]).toEqual([path, 200]);
  }

  disk.resize(64);
  await readiness(tax);
  expect((await tax.publish()).status).toBe(201);
  expect(await courts.get(shared)).toMatchObject({ status: 200 });
  await stop(platform);
  expect(await recorded(disk.path)).toEqual(tax.acknowledged);
});

it('a full disk at the start: says so; with room it starts', async (context) => {
  if (!disk) return context.skip(reason);
  const filler = startProcess('dd', ['if=/dev/zero', `of=${join(disk.path, 'filler')}`, 'bs=4096']);
  await filler.ended;
  const started = startMain(['--data', join(disk.path, 'data'), '--empty']);
  expect(await started.ended).toEqual({ code: 3, signal: null });
  expect(started.error()).toContain('E_STORE_FULL');
  expect(started.error()).toContain('Make room, or use another data folder');
  const doctor = startProcess(process.execPath, [bin, 'doctor', '--port', '0', '--data', disk.path]);
  expect(await doctor.ended).toEqual({ code: 1, signal: null });
  expect(doctor.out()).toMatch(/^FAIL data: .* has 0\.0 GiB free: make room/m);
  disk.resize(64);
  await startPlatform(['--data', join(disk.path, 'data'), '--empty']);
});

it('a read-only data folder: does not start and says so; writable again, it starts with everything that was there', async (context) => {
  if (!disk) return context.skip(reason);
  disk.resize(64);
  const platform = await startPlatform(['--data', disk.path, '--empty'], { TONGBAN_LOG_LEVEL: 'silent' });
  const tax = await Department.of(platform, 'tax');
  expect((await tax.publish()).status).toBe(201);
  await stop(platform);

  disk.setWritable(false);
  const second = startMain(['--data', disk.path, '--empty']);
  expect(await second.ended).toEqual({ code: 3, signal: null });
  expect(second.out()).toBe('');
  expect(second.error()).toContain('(E_STORE_READ_ONLY)');
  expect(second.error()).toContain(`${join(disk.path, 'events.db')} cannot be written`);
  const doctor = startProcess(process.execPath, [bin, 'doctor', '--port', '0', '--data', disk.path]);
  expect(await doctor.ended).toEqual({ code: 1, signal: null });
  expect(doctor.out()).toMatch(/^FAIL data: .*check owner, permissions and mount/m);

  disk.setWritable(true);
  const third = await startPlatform(['--data', disk.path, '--empty']);
  await stop(third);
  expect(await recorded(disk.path)).toEqual(tax.acknowledged);
});
