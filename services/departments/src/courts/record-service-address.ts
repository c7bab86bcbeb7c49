import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import type { Registration } from '../start-up.ts';

/** Where no address was confirmed, the registered domicile is the address for service (SH-BE art. 84). */
export function recordServiceAddress({ subject, data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const { registeredAddress } = data as Registration;
  if (!registeredAddress) return [];
  return [
    {
      type: 'courts.service-address-recorded.v1',
      subject,
      data: {
        version: 1,
        basis: 'registered-domicile',
        serviceAddress: { ...registeredAddress },
        electronicServiceAccepted: false,
        effectiveFrom: on,
        recordedOn: on,
        court: '上海市高级人民法院',
      },
    },
  ];
}
