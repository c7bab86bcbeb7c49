import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort, freePorts } from './free-port.ts';
import { sequentialIds } from './sequential-ids.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitFor } from './wait-for.ts';

it('waits for a condition and answers it', async () => {
  let asked = 0;
  const found = await waitFor(() => (++asked < 3 ? undefined : 'here'), { describe: 'it is here' });
  expect([found, asked]).toEqual(['here', 3]);
});

it('takes a condition that throws for one that is not met yet', async () => {
  let asked = 0;
  await waitFor(
    () => {
      if (++asked < 3) throw new Error('not yet');
      return true;
    },
    { describe: 'it no longer throws' },
  );
});

it('says what was waited for, and what was seen last', async () => {
  const terms = { describe: 'three events are there', timeoutMs: 20 };
  await expect(waitFor(() => 0, terms)).rejects.toThrow('until three events are there: it was 0');
  const broken = (): never => {
    throw new Error('broken');
  };
  await expect(waitFor(broken, terms)).rejects.toThrow('it threw Error: broken');
});

it('gives a folder and takes it away with everything in it', async () => {
  let path: string;
  {
    await using folder = await temporaryFolder();
    path = folder.path;
    await writeFile(join(path, 'file'), 'text');
    expect(existsSync(path)).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

it('finds ports to listen on, each once, that no connection is given of its own accord', async () => {
  const ports = await freePorts(30);
  expect(new Set(ports).size).toBe(30);
  for (const port of ports) expect(port).toBeLessThan(32_768);
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await new Promise((resolve) => server.close(resolve));
  expect(port).toBeGreaterThan(1_023);
});

it('counts ids', () => {
  const ids = sequentialIds('case');
  expect([ids.next(), ids.next()]).toEqual(['case-1', 'case-2']);
});
