import type { DepartmentSystem } from '../department-system.ts';
import { type Registration, registered, registeredAddressFields, startUpNeed } from '../start-up.ts';

/** Customs: it records an enterprise that imports or exports as a declarant. */
export const customsSystem: DepartmentSystem = {
  department: 'customs',
  system: 'declarant-register',
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/importExport'],
      basis: 'order-809',
      legalBasis: [{ source: '海关法', article: '第十一条' }],
      text: '办理报关单位备案',
    }),
  ],
  reactions: [
    {
      to: registered,
      answer({ subject, data }, on) {
        const { name, importExport } = data as Registration;
        if (name === undefined || importExport !== true) return undefined;
        return {
          type: 'customs.declarant-registered.v1',
          subject,
          // The first six are the place and the kind of zone; the rest is taken from the organisation code.
          data: {
            name,
            customsCode: `3122${subject.slice(8, 14)}`,
            kind: 'consignee-consignor',
            registeredOn: on,
            authority: '中华人民共和国上海海关',
          },
        };
      },
    },
  ],
};
