import type { DepartmentSystem } from '../department-system.ts';
import { type Registration, registered, registeredAddressFields, startUpNeed } from '../start-up.ts';

/** Capital from which this sample office expects a general taxpayer: ¥5,000,000. A real office goes by turnover. */
const generalFrom = 500_000_000;

/** The tax department's register: it confirms a taxpayer when an enterprise is registered. */
export const taxSystem: DepartmentSystem = {
  department: 'tax',
  system: 'taxpayer-register',
  needs: [
    startUpNeed({
      fields: ['/name', '/kind', ...registeredAddressFields, '/registeredCapitalFen', '/registeredOn'],
      basis: 'order-809',
      legalBasis: [{ source: '税收征收管理法', article: '第十五条' }],
      text: '办理税务登记',
    }),
  ],
  reactions: [
    {
      to: registered,
      answer({ subject, data }, on) {
        const { name, registeredAddress, registeredCapitalFen = 0 } = data as Registration;
        if (name === undefined || registeredAddress === undefined) return undefined;
        return {
          type: 'tax.taxpayer-registered.v1',
          subject,
          data: {
            name,
            taxpayerKind: registeredCapitalFen >= generalFrom ? 'general' : 'small-scale',
            taxTypes: ['value-added-tax', 'enterprise-income-tax', 'stamp-duty'],
            registeredOn: on,
            authority: `国家税务总局上海市${registeredAddress.district}税务局`,
          },
        };
      },
    },
  ],
};
