import { expect, it } from 'vitest';
import type { Actor, ActorRole } from './actor.ts';
import { requirePart, requirePartOrAuthority } from './who-may-act.ts';

const actor = (department: string, role: ActorRole): Actor => ({ department, system: 'core', roles: [role] });
const tax = actor('tax', 'department');
const operator = actor('platform', 'operator');
const code = 'E_GRANT_NOT_REQUESTER';

it('lets the department do what is its part, and the authority where it may', () => {
  requirePart(tax, 'requester', 'tax', code);
  requirePartOrAuthority(actor('tax', 'officer'), 'requester', 'tax', code);
  requirePartOrAuthority(operator, 'requester', 'tax', code);
});

it.each([operator, actor('tax', 'auditor'), actor('customs', 'department')])(
  'refuses %j a part of the tax department, and says whose it is',
  (other) => {
    expect(() => requirePart(other, 'requester', 'tax', code)).toThrow(
      expect.objectContaining({
        code,
        facts: { requester: 'tax' },
        detail: {
          zh: '只有需求部门 tax 可以这样做。请以该部门的身份操作。',
          en: 'Only the requester tax may do this. Act as that department.',
        },
      }),
    );
  },
);

it('says of what the authority may do too that it may be asked', () => {
  expect(() => requirePartOrAuthority(tax, 'provider', 'courts', 'E_GRANT_NOT_PROVIDER')).toThrow(
    expect.objectContaining({
      code: 'E_GRANT_NOT_PROVIDER',
      facts: { provider: 'courts' },
      detail: {
        zh: '只有提供部门 courts 或数据共享主管部门可以这样做。请以该部门的身份操作，或向主管部门提出。',
        en: 'Only the provider courts or the data-sharing authority may do this. Act as that department, or ask the authority.',
      },
    }),
  );
});
