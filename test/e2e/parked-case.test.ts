import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authority } from './sharing-acts.ts';
import {
  type Answer,
  registration,
  startTrialPlatform,
  structured,
  type TrialPlatform,
} from './trial-platform.ts';

const at = '/v1/operations/processors';

let platform: TrialPlatform;
beforeAll(async () => {
  platform = await startTrialPlatform({ empty: true });
});
afterAll(() => platform.stop());

async function inTheView(statement: string): Promise<void> {
  const views = new DatabaseSync(join(platform.folder, 'views/flows.db'));
  views.exec(statement);
  views.close();
}

it('an operator finds a case that cannot be shown, in one list with the processors of all services, and redrives it', async () => {
  await inTheView(`create trigger poison before insert on flow_event when new.flow = 'poisoned'
    begin select raise(abort, 'poison'); end`);
  const body = JSON.stringify(registration('poison-1', { correlationid: 'poisoned' }));
  await platform.call('/v1/events', { as: 'market-regulation', headers: structured, body });
  const processors = async (): Promise<readonly Answer[]> =>
    (await platform.call(at, authority)).body.processors;
  const flows = await waitFor(
    async () =>
      (await processors()).find(({ name, parkedEvents }) => name === 'flow-events' && parkedEvents > 0),
    { describe: 'the event is parked' },
  );
  expect(flows).toMatchObject({ kind: 'view', state: 'running', parkedEvents: 1, parkedSequences: 1 });
  const names = (await processors()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['page-reads', 'sharing-deadlines', 'flow-events']));
  expect(names.length).toBe(new Set(names).size);
  const metrics = await (await fetch(`${platform.url}/metrics`)).text();
  expect([
    ...metrics.matchAll(/^tongban_parked_events\{.*processor="flow-events".*\} (\d+)/gm),
  ]).toMatchObject([{ 1: '1' }]);

  const plan = { processor: 'flow-events', events: 1, sequences: [{ sequence: 'poisoned' }] };
  expect((await platform.call(`${at}/flow-events/parked`, authority)).body).toMatchObject(plan);
  const redrive = (dryRun: boolean) =>
    platform.call(`${at}/flow-events/redrive`, { ...authority, body: { dryRun, reason: '视图已修复' } });
  expect((await redrive(true)).body).toMatchObject({ dryRun: true, ...plan });
  expect((await redrive(false)).body.sequences).toMatchObject([{ handled: 0, stoppedAt: { failure: {} } }]);

  await inTheView('drop trigger poison');
  expect((await redrive(false)).body.sequences).toMatchObject([{ handled: 1, stoppedAt: null }]);
  const { body: page } = await platform.call('/v1/flows/poisoned', authority);
  expect(page.events.map(({ id }: Answer) => id)).toEqual(['poison-1']);
  expect((await platform.call(`${at}/flow-events/parked`, authority)).body).toMatchObject({ events: 0 });
  // Also of a processor of another service the act is an event: it has a case of its own.
  const titled = await waitFor(
    async () => {
      const { flows } = (await platform.call('/v1/flows', authority)).body;
      const acts = flows.filter(({ title }: Answer) => title.en === 'Sequence redriven');
      return acts.length === 2 ? acts : undefined;
    },
    { describe: 'both redrives are recorded' },
  );
  expect(titled).toMatchObject([{ subject: 'flow-events' }, { subject: 'flow-events' }]);
});
