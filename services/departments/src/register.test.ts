import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryFolder, temporaryFolder } from '@tongban/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Entry, fileRegister } from './register.ts';

const source = '/departments/courts/main';
const entry = (about: string, ...ids: readonly string[]): Entry => ({
  about,
  restsOn: { source, id: ids[0] ?? '' },
  received: ids.map((id, at) => ({ source, id, cursor: `tax:${at + 1}` })),
  told: [{ id: `told-${about}`, type: 'tax.arrears-recorded.v1', name: '某某号' }],
});

let folder: TemporaryFolder;
let file: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, 'departments', 'tax.register');
});
afterEach(() => folder.remove());

it('finds an entry by what it is about and by every event received about it, also when it is opened again', () => {
  const first = fileRegister(file);
  first.keep(entry('a', 'E-1'));
  first.keep(entry('b', 'E-2'));
  first.keep(entry('a', 'E-1', 'E-3'));
  for (const register of [first, fileRegister(file)]) {
    expect(register.about('a')).toEqual(entry('a', 'E-1', 'E-3'));
    expect(register.of({ source, id: 'E-3' })?.about).toBe('a');
    expect(register.of({ source, id: 'E-2' })).toEqual(entry('b', 'E-2'));
    expect(register.of({ source: '/departments/courts/other', id: 'E-2' })).toBeUndefined();
    expect(register.about('c')).toBeUndefined();
  }
});

it('goes on behind the last whole line, wherever a crash cut the file', () => {
  fileRegister(file).keep(entry('a', 'E-1'));
  const whole = readFileSync(file);
  const next = Buffer.from(JSON.stringify(entry('b', 'E-2')));
  for (let length = 1; length <= next.length; length++) {
    appendFileSync(file, next.subarray(0, length));
    const register = fileRegister(file);
    expect(readFileSync(file)).toEqual(whole);
    expect(register.about('b')).toBeUndefined();
  }
  fileRegister(file).keep(entry('c', 'E-3'));
  expect(fileRegister(file).about('a')).toEqual(entry('a', 'E-1'));
  expect(fileRegister(file).about('c')).toEqual(entry('c', 'E-3'));
});

it('goes on behind the last whole line where the disk was full, and keeps what is kept then', () => {
  let room = Number.POSITIVE_INFINITY;
  const register = fileRegister(file, (to, line) => {
    appendFileSync(to, line.subarray(0, room));
    if (room < line.length) throw new Error('the disk is full');
  });
  register.keep(entry('某', 'E-1'));
  for (room of [0, 1, 20]) {
    expect(() => register.keep(entry('b', 'E-2'))).toThrow('the disk is full');
    expect(register.about('b')).toBeUndefined();
  }
  room = Number.POSITIVE_INFINITY;
  register.keep(entry('c', 'E-3'));
  const again = fileRegister(file);
  expect(again.about('某')).toEqual(entry('某', 'E-1'));
  expect(again.about('b')).toBeUndefined();
  expect(again.about('c')).toEqual(entry('c', 'E-3'));
});

it('is no register where it has something else in it, or cannot be read', () => {
  fileRegister(file).keep(entry('a', 'E-1'));
  appendFileSync(file, 'tax:12\n');
  expect(() => fileRegister(file)).toThrow(SyntaxError);
  expect(() => fileRegister(folder.path)).toThrow('EISDIR');
});
