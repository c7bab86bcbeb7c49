import type { Decider } from '@tongban/event-store';
import { defineErrors } from '@tongban/kernel';
import { expect, it } from 'vitest';
import { given } from './given.ts';

const errors = defineErrors({ E_DOOR_LOCKED: { status: 409, title: { zh: '已锁', en: 'locked' } } });
type DoorEvent = { readonly kind: 'opened' | 'locked' };

const door: Decider<{ open: boolean; locked: boolean }, 'open' | 'smash', DoorEvent> = {
  initialState: { open: false, locked: false },
  decide(state, command) {
    if (command === 'smash') state.open = true;
    if (state.locked) throw errors.error('E_DOOR_LOCKED');
    return state.open ? [] : [{ kind: 'opened' }];
  },
  evolve: (state, { kind }) => ({ ...state, [kind === 'opened' ? 'open' : 'locked']: true }),
};
const opened: DoorEvent = { kind: 'opened' };
const locked: DoorEvent = { kind: 'locked' };

it('says what follows from a history and a command', () => {
  given(door).when('open').then([opened]);
  given(door, [opened]).when('open').thenNothingHappened();
  expect(given(door, [locked]).when('open').thenRefused('E_DOOR_LOCKED').status).toBe(409);
});

it('fails where something else follows', () => {
  expect(() => given(door).when('open').then([locked])).toThrow(/opened/);
  expect(() => given(door).when('open').then([])).toThrow();
  expect(() => given(door).when('open').thenNothingHappened()).toThrow();
  expect(() => given(door).when('open').thenRefused('E_DOOR_LOCKED')).toThrow(/opened/);
  expect(() => given(door, [locked]).when('open').thenRefused('E_OTHER')).toThrow();
  expect(() => given(door, [locked]).when('open').then([opened])).toThrow('E_DOOR_LOCKED');
});

it('catches a decider that changes the state it was given', () => {
  expect(() => given(door).when('smash').then([opened])).toThrow(TypeError);
  expect(() => given(door).when('smash').thenRefused('E_DOOR_LOCKED')).toThrow(TypeError);
});
