import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import type { Registration } from '../start-up.ts';

/** Capital from which this sample office expects a general taxpayer: ¥5,000,000. A real office goes by turnover. */
const generalFrom = 500_000_000;

/** The tax office takes a registration over and confirms the taxpayer (税收征收管理法 art. 15). */
export function confirmTaxpayer({ subject, data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const { name, registeredAddress, registeredCapitalFen = 0 } = data as Registration;
  if (name === undefined || registeredAddress === undefined) return [];
  return [
    {
      type: 'tax.taxpayer-registered.v1',
      subject,
      data: {
        name,
        taxpayerKind: registeredCapitalFen >= generalFrom ? 'general' : 'small-scale',
        taxTypes: ['value-added-tax', 'enterprise-income-tax', 'stamp-duty'],
        registeredOn: on,
        authority: `国家税务总局上海市${registeredAddress.district}税务局`,
      },
    },
  ];
}
