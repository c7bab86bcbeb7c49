import { describe, expect, it } from 'vitest';
import {
  agreed,
  extended,
  given,
  grants,
  on,
  provisioned,
  refusal,
  requested,
  suspended,
  tax,
  utilities,
} from './testing/samples.ts';

describe('a grant', () => {
  it('goes from the request to the disposal of the data', () => {
    const { state, events } = given(grants, [
      requested,
      extended,
      agreed,
      provisioned,
      suspended,
      { kind: 'restore', actor: utilities, on, rectification: '已整改' },
      { kind: 'end-purpose', actor: tax, on, reason: '工作完成' },
      {
        kind: 'dispose',
        actor: tax,
        on,
        method: 'deleted',
        certificate: { id: 'DC-1', hash: `sha256-${'ab'.repeat(32)}` },
      },
    ]);
    expect(state?.status).toBe('disposed');
    expect(events.map(({ type }) => type.slice('sharing.'.length, -'.v1'.length))).toEqual([
      'access-requested',
      'reply-extended',
      'access-agreed',
      'access-provisioned',
      'access-suspended',
      'access-restored',
      'purpose-ended',
      'data-disposed',
    ]);
    expect(events.every(({ subject }) => subject === 'GR-1')).toBe(true);
  });

  it('takes an id once', () => expect(refusal([requested], requested)).toBe('E_GRANT_EXISTS'));

  it('is not there before it is requested', () => expect(refusal([], agreed)).toBe('E_GRANT_NOT_REQUESTED'));
});
