import type { DepartmentSystem } from '../department-system.ts';
import { type Registration, registered, registeredAddressFields, startUpNeed } from '../start-up.ts';

/** Utilities: electricity is opened at the registered address without being asked (SH-BE art. 52). */
export const utilitiesSystem: DepartmentSystem = {
  department: 'utilities',
  system: 'customer-accounts',
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/phone'],
      basis: 'sh-data-2',
      legalBasis: [{ source: '上海市优化营商环境条例', article: '第五十二条' }],
      necessity: [{ pointer: '/phone', reason: '上门装表须预约联系' }],
      text: '主动办理用电开户',
    }),
  ],
  reactions: [
    {
      to: registered,
      answer({ subject, data }, on) {
        const { registeredAddress } = data as Registration;
        if (!registeredAddress) return undefined;
        return {
          type: 'utilities.account-opened.v1',
          subject,
          data: {
            accountNumber: accountNumberOf(subject),
            service: 'electricity',
            provider: '上海市电力公司',
            meterId: `MTR-${subject.slice(8, 17)}`,
            premisesAddress: registeredAddress,
            tariffClass: 'commercial',
            openingReading: 0,
            openedOn: on,
          },
        };
      },
    },
  ],
};

/** Account numbers are digits: the organisation code of the enterprise, character by character, in base 36. */
function accountNumberOf(uscc: string): string {
  const number = BigInt(Number.parseInt(uscc.slice(8, 16), 36));
  return `E-${number.toString().padStart(13, '0')}`;
}
