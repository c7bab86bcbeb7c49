import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@tongban/testing';
import { describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

describe('a folder', () => {
  it('is made with those above it, each for its owner alone where that is wanted, and found again', async () => {
    await using data = await temporaryFolder();
    const folder = join(data.path, 'a', 'b');
    makeFolder(folder, 0o700);
    makeFolder(folder, 0o777);
    for (const one of [folder, join(data.path, 'a')]) expect(statSync(one).mode & 0o777).toBe(0o700);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it('is found behind a link, and no link to nothing is one', async () => {
    await using data = await temporaryFolder();
    makeFolder(join(data.path, 'real'));
    symlinkSync(join(data.path, 'real'), join(data.path, 'link'));
    makeFolder(join(data.path, 'link', 'a'));
    expect(statSync(join(data.path, 'real', 'a')).isDirectory()).toBe(true);
    symlinkSync(join(data.path, 'gone'), join(data.path, 'broken'));
    expect(() => makeFolder(join(data.path, 'broken', 'a'))).toThrow('E_FOLDER_UNUSABLE');
  });

  it.each([[['file']], [['file', 'a']], [['file', 'a', 'b']]])(
    'is refused by name where a file is in its way: %j',
    async (steps) => {
      await using data = await temporaryFolder();
      const file = join(data.path, 'file');
      writeFileSync(file, '');
      const folder = join(data.path, ...steps);
      expect(() => makeFolder(folder)).toThrow(
        expect.objectContaining({
          code: 'E_FOLDER_UNUSABLE',
          facts: { folder, system: 'EEXIST' },
          detail: { zh: expect.stringContaining(folder), en: expect.stringContaining(`mkdir '${file}'`) },
        }),
      );
    },
  );

  // Node's own recursive way did not return here: the test would not end.
  it.runIf(process.platform === 'linux').each(['/proc/tongban', '/proc/tongban/a/b'])(
    'is refused where none can be made at all: %s',
    (folder) =>
      expect(() => makeFolder(folder)).toThrow(`E_FOLDER_UNUSABLE: The folder ${folder} cannot be made`),
  );
});
