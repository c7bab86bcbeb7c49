import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidV7 } from '@tongban/kernel';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { openViews, type ViewStore } from '@tongban/view-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leapingClock } from '../testing/leaping-clock.ts';
import { random, startMs } from '../testing/running-exchange.ts';
import { openPersonKeys, type PersonKeys, type PersonKeyTables, personKeyMigrations } from './person-keys.ts';

describe('the keys of persons', () => {
  let folder: TemporaryFolder;
  let views: ViewStore<PersonKeyTables>;
  let keys: PersonKeys;

  const openDatabase = async (): Promise<void> => {
    views = await openViews({
      path: join(folder.path, 'exchange.db'),
      schema: 'exchange',
      migrations: personKeyMigrations,
      secretTables: ['person_key'],
    });
    keys = openKeys();
  };
  const openKeys = (db = views.db): PersonKeys => {
    const clock = leapingClock(startMs);
    return openPersonKeys({
      db,
      clock,
      ids: uuidV7({ now: clock.now, random }),
      random,
      scrub: views.scrub,
    });
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    await openDatabase();
  });
  afterEach(async () => {
    await views.close();
    await folder.remove();
  });

  it('are one a person, also where many ask for it at once, from several processes', async () => {
    const others = openKeys();
    const asked = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? keys : others).sealingKey('P-1'));
    const ids = new Set((await Promise.all(asked)).map(({ keyId }) => keyId));
    expect(ids.size).toBe(1);
    expect(await keys.inForce('P-1')).toEqual([...ids]);
    expect((await keys.sealingKey('P-2')).keyId).not.toBe([...ids][0]);
  });

  it('open what they sealed, after a restart too', async () => {
    const made = await keys.sealingKey('P-1');
    await views.close();
    await openDatabase();
    expect(Buffer.from((await keys.openingKey(made.keyId))?.key ?? [])).toEqual(Buffer.from(made.key));
    expect(await keys.sealingKey('P-1')).toEqual(await keys.openingKey(made.keyId));
    expect(await keys.openingKey('never-was')).toBeUndefined();
  });

  it('are destroyed for good: in memory, after a restart, and on the disk', async () => {
    const { keyId, key } = await keys.sealingKey('P-1');
    await keys.destroy([keyId]);
    await keys.destroy([keyId]);
    expect(await keys.openingKey(keyId)).toBeUndefined();
    expect(await keys.inForce('P-1')).toEqual([]);
    const written = Buffer.from(key).toString('base64');
    for (const file of readdirSync(folder.path)) {
      expect(readFileSync(join(folder.path, file)).includes(written), file).toBe(false);
    }
    await views.close();
    await openDatabase();
    expect(await keys.openingKey(keyId)).toBeUndefined();
  });

  it('are new for a person who is heard of again after an erasure', async () => {
    const { keyId } = await keys.sealingKey('P-1');
    await keys.destroy([keyId]);
    const next = await keys.sealingKey('P-1');
    expect(next.keyId).not.toBe(keyId);
    expect(await keys.inForce('P-1')).toEqual([next.keyId]);
    expect(await keys.openingKey(keyId)).toBeUndefined();
  });

  it('are not kept by a read that was under way while they were destroyed', async () => {
    const { keyId } = await keys.sealingKey('P-1');
    const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
    const slow = views.db.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.length > 0) await late;
        return result;
      },
    });
    const others = openKeys(slow);
    const underWay = [others.openingKey(keyId), others.sealingKey('P-1')];
    await others.destroy([keyId]);
    arrive();
    await Promise.all(underWay);
    expect(await others.openingKey(keyId)).toBeUndefined();
    expect((await others.sealingKey('P-1')).keyId).not.toBe(keyId);
  });
});
