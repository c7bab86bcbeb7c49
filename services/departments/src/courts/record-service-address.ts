import { canonicalJson } from '@tongban/kernel';
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

/**
 * The next version, where the registered domicile was not as it had been told. The one before stands as history: service
 * is judged by the version that was in force when it was sent.
 */
export function nextServiceAddress(told: Answer, right: Answer, { on }: RecordedWhen): Answer | undefined {
  if (canonicalJson(told.data.serviceAddress ?? null) === canonicalJson(right.data.serviceAddress ?? null))
    return undefined;
  const version = Number(told.data.version) + 1;
  return { ...right, data: { ...right.data, version, effectiveFrom: on, recordedOn: on } };
}
