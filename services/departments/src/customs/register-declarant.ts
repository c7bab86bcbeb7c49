import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import type { Registration } from '../start-up.ts';

/** Customs records an enterprise as a declarant where it imports or exports. */
export function registerDeclarant({ subject, data }: Received, { on }: RecordedWhen): readonly Answer[] {
  const { name, importExport } = data as Registration;
  if (name === undefined || importExport !== true) return [];
  return [
    {
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
    },
  ];
}
