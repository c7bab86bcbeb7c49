import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tongban/testing';
import { expect, it } from 'vitest';
import { prepareFile } from './data-folder.ts';

it('makes every folder above the file for its owner alone, and finds it again', async () => {
  await using data = await temporaryFolder();
  const file = join(data.path, 'a', 'b', 'events.db');
  prepareFile(file);
  prepareFile(file);
  expect(statSync(join(data.path, 'a')).mode & 0o777).toBe(0o700);
  expect(statSync(file).isFile()).toBe(true);
});

it('refuses a folder that is a file', async () => {
  await using data = await temporaryFolder();
  writeFileSync(join(data.path, 'a'), '');
  expect(() => prepareFile(join(data.path, 'a', 'events.db'))).toThrow('E_STORE_FOLDER_UNUSABLE');
});

it.runIf(process.platform === 'linux')('comes back from where no folder can be made at all', () => {
  expect(() => prepareFile('/proc/tongban/events.db')).toThrow('E_STORE_FOLDER_UNUSABLE');
});
