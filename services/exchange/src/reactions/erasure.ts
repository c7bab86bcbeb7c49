import { defineReactor, type Reactor } from '@tongban/processing';
import type { DataOf } from '../domain/domain-event.ts';
import type { PersonKeys } from '../personal-data/person-keys.ts';

/**
 * Carries out what was ordered: destroys the keys that an erasure names. The route does so at once; this makes sure
 * of it where the process died in between.
 */
export function erasure<Tx>(keys: PersonKeys): Reactor<Tx> {
  return defineReactor<Tx>({
    name: 'erasure',
    filter: { types: ['platform.personal-data-erased.v1'] },
    async react({ event }) {
      const { keyIds } = event.data as unknown as DataOf<'platform.personal-data-erased.v1'>;
      await keys.destroy(keyIds);
    },
  });
}
