import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Output, openOutput } from './output.ts';

function recording(options: { json?: boolean; isTTY?: boolean } = {}) {
  const out = new PassThrough();
  const error = Object.assign(new PassThrough(), { isTTY: options.isTTY === true });
  let nowMs = 1_000_000;
  const output: Output = openOutput({ json: options.json === true, out, error, now: () => nowMs });
  return {
    output,
    pass: (ms: number) => {
      nowMs += ms;
    },
    out: () => String(out.read() ?? ''),
    error: () => String(error.read() ?? ''),
  };
}

describe('output', () => {
  it('is for people, and remarks stay out of it', () => {
    const { output, out, error } = recording();
    output.result({ a: 1 }, () => 'one');
    output.item({ b: 2 }, () => 'two');
    output.note('by the way');
    expect([out(), error()]).toEqual(['one\ntwo\n', 'by the way\n']);
  });

  it('is JSON for scripts: a result, or an item a line', () => {
    const { output, out } = recording({ json: true });
    output.result({ a: 1 }, () => 'one');
    expect(JSON.parse(out())).toEqual({ a: 1 });
    output.item({ b: 2 }, () => 'two');
    output.item({ b: 3 }, () => 'three');
    expect(out()).toBe('{"b":2}\n{"b":3}\n');
  });

  it('overwrites progress on a terminal, and clears it before anything else', () => {
    const { output, pass, out, error } = recording({ isTTY: true });
    output.progress('1/3');
    output.progress('2/3');
    pass(100);
    output.progress('3/3');
    output.result({}, () => 'done');
    expect(error()).toBe('\r\x1b[2K1/3\r\x1b[2K3/3\r\x1b[2K');
    expect(out()).toBe('done\n');
  });

  it('tells progress in lines, seldom, where there is no terminal', () => {
    const { output, pass, error } = recording();
    for (let step = 0; step < 5; step++) {
      output.progress(`step ${step}`);
      pass(1_000);
    }
    expect(error()).toBe('step 0\nstep 2\nstep 4\n');
  });
});
