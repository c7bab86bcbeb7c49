import { type DeadlineRule, type LocalDate, ruleInForce } from '@tongban/calendar';

/** The limits that the sharing rules set. */
export type SharingRuleId =
  | 'reply-unconditional'
  | 'reply-conditional'
  | 'reply-extension'
  | 'supplement'
  | 'delivery'
  | 'correction'
  | 'directory-update'
  | 'directory-update-extension'
  | 'directory-audit'
  | 'directory-addition'
  | 'disposal'
  | 'usage-records'
  | 'access-period';

/** What kind of organ a department is, which decides on which basis it may ask for data. */
export type Organ = 'government' | 'court' | 'public-service';

/** A basis on which an organ may ask: Order 809 binds government departments; courts bring their own. */
export interface AccessBasis {
  readonly id: string;
  readonly organs: readonly Organ[];
  readonly source: string;
  readonly article: string;
  readonly confidence: DeadlineRule['confidence'];
  /** First and last day of validity; open where `validTo` is missing. */
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
}

/** Data: a new regulation is a new row with its own dates of validity, source and confidence. */
export interface SharingRules {
  readonly limits: readonly DeadlineRule[];
  readonly bases: readonly AccessBasis[];
  /** The department that answers for the authority's own deadlines: the operator of the platform. */
  readonly authority: string;
  /** Departments that are not government departments. */
  readonly organs: Readonly<Record<string, Organ>>;
}

/** The limit of this id in force on a day. @throws E_CALENDAR_RULE where there is none. */
export function ruleOn(rules: SharingRules, id: SharingRuleId, on: LocalDate): DeadlineRule {
  return ruleInForce(rules.limits, id, on);
}

/** The bases on which a department may ask on a day. */
export function basesFor(rules: SharingRules, department: string, on: LocalDate): readonly AccessBasis[] {
  const organ = (Object.hasOwn(rules.organs, department) && rules.organs[department]) || 'government';
  return rules.bases.filter(
    ({ organs, validFrom, validTo }) =>
      organs.includes(organ) && validFrom <= on && (validTo === undefined || on <= validTo),
  );
}
