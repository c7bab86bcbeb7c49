import type { DepartmentSystem } from '../department-system.ts';
import { type Registration, registered, registeredAddressFields, startUpNeed } from '../start-up.ts';

/** The courts: where none was confirmed, the registered domicile is the address for service (SH-BE art. 84). */
export const courtsSystem: DepartmentSystem = {
  department: 'courts',
  system: 'service-addresses',
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/legalRepresentative/name'],
      basis: 'by-reference-43',
      legalBasis: [{ source: '上海市优化营商环境条例', article: '第八十四条' }],
      necessity: [{ pointer: '/legalRepresentative/name', reason: '送达须写明法定代表人' }],
      text: '确定司法送达地址',
    }),
  ],
  reactions: [
    {
      to: registered,
      answer({ subject, data }, on) {
        const { registeredAddress } = data as Registration;
        if (!registeredAddress) return undefined;
        return {
          type: 'courts.service-address-recorded.v1',
          subject,
          data: {
            version: 1,
            basis: 'registered-domicile',
            serviceAddress: registeredAddress,
            electronicServiceAccepted: false,
            effectiveFrom: on,
            recordedOn: on,
            court: '上海市高级人民法院',
          },
        };
      },
    },
  ],
};
