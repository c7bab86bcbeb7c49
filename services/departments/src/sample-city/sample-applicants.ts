import type { JsonObject } from '@tongban/kernel';
import { type SampleRegistration, sampleRegistration } from './sample-enterprise.ts';

/** An enterprise of the sample city that is to be registered. */
export interface SampleApplicant {
  readonly uscc: string;
  /** The data of `market-regulation.enterprise-registered.v1`, without the day `registeredOn`. */
  readonly registration: JsonObject;
}

/** The enterprises of the sample city in the order in which they come to the counter. */
export function sampleApplicants({
  seed,
  enterprises,
}: {
  readonly seed: number;
  readonly enterprises: number;
}): readonly SampleApplicant[] {
  return Array.from({ length: enterprises }, (_, index) => sampleApplicant(seed, index));
}

/** The applicant of a number: for whoever does not need them all at once. */
export function sampleApplicant(seed: number, index: number): SampleApplicant {
  const registration = sampleRegistration(seed, index);
  return { uscc: registration.uscc, registration: registrationData(registration) };
}

function registrationData(registration: SampleRegistration): JsonObject {
  const { name, kind, district, street, legalRepresentative, registeredCapitalFen } = registration;
  const { businessScope, importExport, licenceNumber, phone, authority } = registration;
  return {
    name: name.zh,
    kind,
    registeredAddress: { districtCode: district.areaCode, district: district.name.zh, line: street.zh },
    legalRepresentative: { personId: legalRepresentative.personId, name: legalRepresentative.name.zh },
    businessScope,
    registeredCapitalFen: Number(registeredCapitalFen),
    importExport,
    licenceNumber,
    phone,
    authority,
  };
}
