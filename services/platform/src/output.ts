import type { Writable } from 'node:stream';
import type { Json } from '@tongban/kernel';

/**
 * Where a command writes. Results go to standard output, everything else to standard error, so that
 * `tongban … --json | jq` always works.
 */
export interface Output {
  readonly json: boolean;
  /** The result: one JSON text in `--json` mode, the human lines otherwise. */
  result(value: Json, human: () => string): void;
  /** One element of a result that goes on: a JSON text a line in `--json` mode. */
  item(value: Json, human: () => string): void;
  /** A remark for people: never part of the result. */
  note(text: string): void;
  /** Progress of something that lasts: overwritten in place on a terminal, a line every few seconds otherwise. */
  progress(text: string): void;
}

export function openOutput(options: {
  readonly json: boolean;
  readonly out: Writable;
  readonly error: Writable & { readonly isTTY?: boolean };
  readonly now: () => number;
}): Output {
  const { json, out, error, now } = options;
  let lastProgressMs = 0;
  let inPlace = false;
  const clear = (): void => {
    if (inPlace) error.write('\r\x1b[2K');
    inPlace = false;
  };
  return {
    json,
    result: (value, human) => {
      clear();
      out.write(`${json ? JSON.stringify(value, null, 2) : human()}\n`);
    },
    item: (value, human) => {
      clear();
      out.write(`${json ? JSON.stringify(value) : human()}\n`);
    },
    note: (text) => {
      clear();
      error.write(`${text}\n`);
    },
    progress: (text) => {
      const interval = error.isTTY ? 100 : 2_000;
      if (now() - lastProgressMs < interval) return;
      lastProgressMs = now();
      if (error.isTTY) {
        error.write(`\r\x1b[2K${text}`);
        inPlace = true;
      } else error.write(`${text}\n`);
    },
  };
}
