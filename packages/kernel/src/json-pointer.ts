import { remembered } from './remembered.ts';

/** The pointer (RFC 6901) of a path: `['a/b', 0]` → `/a~1b/0`. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The path of a pointer: `/a~1b/0` → `['a/b', '0']`. */
export const pointerPath: (pointer: string) => readonly string[] = remembered((pointer) =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
);
