import type { Need, Reaction } from './department-system.ts';

/** The event that starts the flow of a new enterprise (上海市优化营商环境条例 art. 31). */
export const registered = 'market-regulation.enterprise-registered.v1';

/** What a department asks of the registration of an enterprise, on its own legal basis. */
export function startUpNeed(
  need: Pick<Need, 'fields' | 'basis' | 'legalBasis' | 'necessity'> & { readonly text: string },
): Need {
  const { text, ...rest } = need;
  return { type: registered, purpose: { code: 'start-up', text }, scenario: '开办企业一件事', ...rest };
}

/** How a department answers the registration of an enterprise: each has one. */
export function onRegistration(reaction: Omit<Reaction, 'to' | 'about'>): Reaction {
  return { to: registered, about: ({ subject }) => subject, ...reaction };
}

/** The registered address, field by field as the directory lists it. */
export const registeredAddressFields: readonly string[] = [
  '/registeredAddress/districtCode',
  '/registeredAddress/district',
  '/registeredAddress/line',
];

/** A place as the contracts of the departments write it. */
export interface Address {
  readonly districtCode: string;
  readonly district: string;
  readonly line: string;
}

/** What the departments read of a registration. Minimised: what was not granted is not there. */
export interface Registration {
  readonly name?: string;
  readonly registeredAddress?: Address;
  readonly importExport?: boolean;
  readonly registeredCapitalFen?: number;
}
