import type { LocalDate } from '@tongban/calendar';
import type { CounterEvent, Visitor } from './counter-event.ts';
import { seizuresOrdered } from './courts/order-seizures.ts';
import { titlesRegistered } from './property-registry/register-titles.ts';
import { sampleApplicant } from './sample-city/sample-applicants.ts';
import { sampleRegistration } from './sample-city/sample-enterprise.ts';
import { registered } from './start-up.ts';
import { furtherAccounts } from './utilities/open-accounts.ts';
import { vehiclesRegistered } from './vehicle-administration/register-vehicles.ts';

/** One in five enterprises is later seized: after two more were registered. */
const seizedOneIn = 5;
const seizedAfterFurther = 2;

/**
 * What the city publishes when enterprise number `index` comes to the counters on a day: its registration, what it
 * owns and the accounts it asks for; and, where the turn comes to one of those before it, the orders that seize that
 * one. About six events; the answers of the departments are as many again. Pure: it follows from the seed.
 */
export function cityEvents(seed: number, index: number, on: LocalDate): readonly CounterEvent[] {
  const visitor = visitorOf(seed, index);
  const { uscc } = visitor;
  const registration: CounterEvent = {
    department: 'market-regulation',
    type: registered,
    id: `registration-${uscc}`,
    subject: uscc,
    correlationId: `start-up-${uscc}`,
    data: { ...sampleApplicant(seed, index).registration, registeredOn: on },
  };
  return [
    registration,
    ...titlesRegistered(visitor, on),
    ...vehiclesRegistered(visitor, on),
    ...furtherAccounts(visitor, on),
    ...seizuresAfter(seed, index, on),
  ];
}

/** The number of the enterprise that is seized after enterprise number `index` was registered, if one is. */
export function seizedAfter(index: number): number | undefined {
  const seized = index - seizedAfterFurther;
  return seized >= 0 && (seized + 1) % seizedOneIn === 0 ? seized : undefined;
}

function seizuresAfter(seed: number, index: number, on: LocalDate): readonly CounterEvent[] {
  const seized = seizedAfter(index);
  if (seized === undefined) return [];
  const { uscc, name } = visitorOf(seed, seized);
  return seizuresOrdered({ uscc, name, caseIndex: seized }, on);
}

function visitorOf(seed: number, index: number): Visitor {
  const { uscc, name, district, street } = sampleRegistration(seed, index);
  return {
    uscc,
    name: name.zh,
    address: { districtCode: district.areaCode, district: district.name.zh, line: street.zh },
  };
}
