import { waitFor } from '@tongban/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import terms from '../../../../contracts/market-regulation/enterprise-registered/contract.json' with {
  type: 'json',
};
import schema from '../../../../contracts/market-regulation/enterprise-registered/v1.schema.json' with {
  type: 'json',
};
import { type CommandRun, runCommand } from '../testing/command-run.ts';
import { sampleEvent } from '../testing/sample-event.ts';
import { startTrialPlatform, type TrialPlatform } from '../testing/trial-platform.ts';

let platform: TrialPlatform;
const flows = (...args: readonly string[]): Promise<CommandRun> =>
  runCommand(['flows', ...args, '--url', platform.url]);

beforeAll(async () => {
  platform = await startTrialPlatform();
  const token = await platform.token({ department: 'market-regulation', system: 'x', role: 'department' });
  for (const id of ['one', 'two']) {
    await fetch(`${platform.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(sampleEvent(id)),
    });
  }
  await waitFor(async () => (await flows('show', 'case-of-two')).exitCode === 0, {
    describe: 'the cases are there',
  });
});
afterAll(() => platform[Symbol.asyncDispose]());

describe('tongban flows list', () => {
  it('is a table, the case with the latest event first', async () => {
    const { exitCode, out, error } = await flows('list');
    expect([exitCode, error]).toEqual([0, '']);
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(/^flow +kind +subject +events +latest/);
    expect(rows.map((row) => row.split(' ')[0])).toEqual(['case-of-two', 'case-of-one']);
    const { out: chinese } = await flows('list', '--lang', 'zh');
    expect(chinese).toMatch(/^案件 flow +事项 +主体 subject +事件数 +最近事件/);
  });

  it('is JSON for scripts, no longer than asked', async () => {
    const { out } = await flows('list', '--json', '--limit', '1');
    expect(JSON.parse(out)).toMatchObject({ flows: [{ flow: 'case-of-two' }] });
  });

  it('is of a department with --as: who has no part in a case does not see it', async () => {
    expect((await flows('list', '--as', 'market-regulation')).out).toContain('case-of-one');
    expect((await flows('list', '--as', 'property-registry')).out).not.toContain('case-of-one');
  });

  it.each(['0', '201', 'x'])('refuses --limit %s', async (limit) => {
    expect((await flows('list', '--limit', limit)).exitCode).toBe(2);
  });
});

describe('tongban flows show', () => {
  it('tells what happened in sentences, then who is waited for', async () => {
    const { exitCode, out, error } = await flows('show', 'case-of-one');
    expect([exitCode, error]).toEqual([0, '']);
    expect(out).toMatch(/^case-of-one {2}/);
    expect(out).toMatch(/\n {2}\S+ {2}market-regulation +.*registered/);
    expect(out).toMatch(/\ndepartment +waited for +state +waited +due/);
    expect(out).toMatch(/\n {2}\S+ {2}market-regulation {2}\S/);
    const { out: chinese } = await flows('show', 'case-of-one', '--lang', 'zh');
    expect(chinese).toMatch(/market-regulation +.*\p{Script=Han}/u);
    expect(chinese).toMatch(/^case-of-one {2}.*（(running|overdue|complete)）\n/);
    expect(chinese).toMatch(/\n部门 +等待事项 +状态 +已等待 +期限/);
    expect(chinese).toMatch(/（waiting） +[\d.]+ 秒/);
  });

  it('knows a contract that was registered while the platform runs', async () => {
    const token = await platform.token({ department: 'market-regulation', system: 'x', role: 'department' });
    const post = (path: string, type: string, body: unknown): Promise<Response> =>
      fetch(platform.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
        body: JSON.stringify(body),
      });
    const registration = { ...terms, name: 'newly-agreed', title: { zh: '新约定', en: 'Newly agreed' } };
    const url = 'https://contracts.tongban.example/market-regulation/newly-agreed/1.0';
    const proposal = {
      name: 'newly-agreed',
      version: '1.0',
      terms: registration,
      schema: { ...schema, $id: url },
    };
    expect((await post('/v1/contracts', 'application/json', proposal)).status).toBe(201);
    const event = sampleEvent('new', { type: 'market-regulation.newly-agreed.v1', dataschema: url });
    expect((await post('/v1/events', 'application/cloudevents+json', event)).status).toBe(201);
    const { out } = await flows('show', 'case-of-new', '--lang', 'zh');
    expect(out).toMatch(/market-regulation +.*\p{Script=Han}/u);
    expect((await flows('list', '--as', 'market-regulation')).out).toContain('Newly agreed');
  });

  it('is JSON for scripts', async () => {
    const { out } = await flows('show', 'case-of-one', '--json');
    expect(JSON.parse(out)).toMatchObject({
      flow: 'case-of-one',
      events: [{ department: 'market-regulation' }],
    });
  });

  it('says that there is no such case', async () => {
    const { exitCode, out, error } = await flows('show', 'nowhere');
    expect([exitCode, out]).toEqual([1, '']);
    expect(error).toContain('(E_FLOW_NOT_FOUND)');
  });

  it('needs one case', async () => {
    expect(await flows('show')).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining('<correlationid>'),
    });
  });
});
