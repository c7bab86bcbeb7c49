import { addMonths, type LocalDate } from '@tongban/calendar';
import type { CounterEvent, Visitor } from '../counter-event.ts';
import { sampleRealEstate } from '../sample-city/sample-assets.ts';

/** Land is granted for fifty years here: industrial use, as most of it. */
const landRightMonths = 600;

/** The titles that an enterprise has registered: it is the one owner of each. */
export function titlesRegistered({ uscc, name, address }: Visitor, on: LocalDate): readonly CounterEvent[] {
  return sampleRealEstate(uscc).map(({ unitNumber, certificateNumber, use, areaDm2 }) => ({
    department: 'property-registry',
    type: 'property-registry.title-registered.v1',
    id: `title-${unitNumber}`,
    subject: realEstateOf(unitNumber),
    correlationId: `title-${unitNumber}`,
    data: {
      unitNumber,
      certificateNumber,
      location: { ...address },
      use,
      landRight: 'granted',
      landRightUntil: addMonths(on, landRightMonths),
      areaDm2,
      owners: [{ holder: { enterprise: { uscc, name } }, shareNumerator: 1, shareDenominator: 1 }],
      registeredOn: on,
      authority: `上海市${address.district}不动产登记事务中心`,
    },
  }));
}

/** The subject of events about a unit of real estate. */
export function realEstateOf(unitNumber: string): string {
  return `real-estate:${unitNumber}`;
}
