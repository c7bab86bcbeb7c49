import { expect, it } from 'vitest';
import { positionGate } from './position-gate.ts';

it('lets through who waits for what is reached, and nobody else', async () => {
  const gate = positionGate(3);
  const passed: number[] = [];
  for (const position of [2, 3, 4, 6])
    void gate.reached(position).then(
      () => passed.push(position),
      () => {},
    );
  gate.advance(5);
  gate.advance(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(passed).toEqual([2, 3, 4]);
  expect(gate.position).toBe(5);
});

it('lets go of who no longer waits', async () => {
  const gate = positionGate(0);
  const patience = new AbortController();
  const waiting = gate.reached(1, patience.signal);
  patience.abort(new Error('too long'));
  await expect(waiting).rejects.toThrow('too long');
  await expect(gate.reached(1, patience.signal)).rejects.toThrow('too long');
});

it('tells everybody when it closes, but not who has what he wanted', async () => {
  const gate = positionGate(1);
  const waiting = gate.reached(2);
  gate.close(new Error('over'));
  await expect(waiting).rejects.toThrow('over');
  await expect(gate.reached(9)).rejects.toThrow('over');
  await gate.reached(1);
});
