import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A disk of its own, small enough to be filled. */
export interface SmallDisk extends Disposable {
  readonly path: string;
  /** Makes room, or takes it away. */
  resize(mebibytes: number): void;
  setWritable(writable: boolean): void;
}

/** Mounts a small disk in memory; undefined where nothing may be mounted. */
export function mountSmallDisk(path: string, mebibytes: number): SmallDisk | undefined {
  const mount = (...args: readonly string[]): void => void execFileSync('mount', args, { stdio: 'pipe' });
  mkdirSync(path);
  try {
    mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path);
  } catch {
    return undefined;
  }
  return {
    path,
    resize: (size) => mount('-o', `remount,size=${size}m`, path),
    setWritable: (writable) => mount('-o', `remount,${writable ? 'rw' : 'ro'}`, path),
    [Symbol.dispose]: () => void execFileSync('umount', ['-l', path]),
  };
}
