import { beforeEach, inject } from 'vitest';

/** Where there are no engines the tests over them say so, one by one, instead of passing in one process again. */
beforeEach((context) => {
  const engines = inject('engines');
  if ('absent' in engines) context.skip(engines.absent);
});
