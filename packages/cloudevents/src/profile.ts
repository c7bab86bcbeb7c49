import { failed, type Json, limits, ok, type Problem, type Result, remembered } from '@tongban/kernel';
import type { CloudEvent } from './cloud-event.ts';
import { contractsOrigin, dataschemaParts, sourceParts, typeParts } from './event-parts.ts';
import * as defect from './profile-problem.ts';
import type { RawEvent } from './raw-event.ts';
import { timestampDefect } from './timestamp.ts';

/** One attribute of the profile. */
interface AttributeRule {
  readonly isRequired: boolean;
  /** Characters. */
  readonly lengthMax: number;
  /** What is wrong with a sound string of fitting length, if anything. */
  readonly check?: (value: string, pointer: string) => Problem | undefined;
  /** For an attribute of which few values come again and again: whether one is sound, remembered. */
  readonly isSound?: (value: string) => boolean;
}

/** More problems than anybody reads are not collected. */
const problemsMax = 100;
const idLengthMax = limits.eventIdLengthMax;
const signatureAlgorithms = ['ed25519', 'sm2-sm3'];
const signatureAttributes = ['sigalg', 'sigkeyid', 'sig'];

/** The closed set of attributes, in the order in which problems are reported. */
const attributeRules: ReadonlyMap<string, AttributeRule> = new Map(
  Object.entries({
    specversion: recurring('specversion', required(16, only('1.0'))),
    id: required(idLengthMax),
    source: recurring(
      'source',
      required(256, (value, pointer) =>
        sourceParts(value) ? undefined : defect.pattern(pointer, value, '/departments/<department>/<system>'),
      ),
    ),
    type: recurring(
      'type',
      required(256, (value, pointer) =>
        typeParts(value) ? undefined : defect.pattern(pointer, value, '<owner>.<event-name>.v<major>'),
      ),
    ),
    subject: required(128),
    time: required(64, (value, pointer) => {
      const found = timestampDefect(value);
      return found && defect.time(pointer, value, found);
    }),
    datacontenttype: recurring('datacontenttype', required(256, only('application/json'))),
    dataschema: recurring(
      'dataschema',
      required(512, (value, pointer) =>
        dataschemaParts(value)
          ? undefined
          : defect.pattern(pointer, value, `${contractsOrigin}/<owner>/<event-name>/<major>.<minor>`),
      ),
    ),
    correlationid: required(idLengthMax),
    causationid: optional(idLengthMax),
    traceparent: optional(
      55,
      matching(
        /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/,
        '00-<32 hex digits>-<16 hex digits>-<2 hex digits>',
      ),
    ),
    tracestate: optional(512, matching(/^[\x20-\x7e]+$/, '<key>=<value>,…')),
    sigalg: optional(16, (value, pointer) =>
      signatureAlgorithms.includes(value) ? undefined : defect.oneOf(pointer, value, signatureAlgorithms),
    ),
    sigkeyid: optional(128),
    sig: optional(1_024, matching(/^[A-Za-z0-9_-]+$/, '<base64url without padding>')),
  } satisfies Record<string, AttributeRule>),
);

/**
 * Checks an event against the platform's profile of CloudEvents and reports everything that is wrong with it at
 * once. The event comes back as it was given: nothing is normalised. Its `data` is judged by its contract, not here.
 */
export function checkProfile(raw: RawEvent): Result<CloudEvent, readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [name, rule] of attributeRules) {
    const problem = attributeProblem(name, rule, raw[name]);
    if (problem) problems.push(problem);
  }
  problems.push(...dataschemaMismatch(raw), ...signatureGaps(raw));
  problems.push(...dataDefects(raw.data));
  for (const name in raw) {
    if (name === 'data' || attributeRules.has(name)) continue;
    problems.push(defect.unknownAttribute(name, attributeRules));
    if (problems.length >= problemsMax) break;
  }
  return problems.length === 0 ? ok(raw as unknown as CloudEvent) : failed(problems);
}

function required(lengthMax: number, check?: AttributeRule['check']): AttributeRule {
  return { isRequired: true, lengthMax, ...(check ? { check } : {}) };
}

function optional(lengthMax: number, check?: AttributeRule['check']): AttributeRule {
  return { isRequired: false, lengthMax, ...(check ? { check } : {}) };
}

function recurring(name: string, rule: AttributeRule): AttributeRule {
  return { ...rule, isSound: remembered((value) => stringProblem(`/${name}`, rule, value) === undefined) };
}

function only(expected: string): NonNullable<AttributeRule['check']> {
  return (value, pointer) => (value === expected ? undefined : defect.constant(pointer, value, expected));
}

function matching(expression: RegExp, form: string): NonNullable<AttributeRule['check']> {
  return (value, pointer) => (expression.test(value) ? undefined : defect.pattern(pointer, value, form));
}

function attributeProblem(name: string, rule: AttributeRule, value: Json | undefined): Problem | undefined {
  if (typeof value === 'string' && rule.isSound?.(value)) return undefined;
  const pointer = `/${name}`;
  if (value === undefined || value === null) {
    if (rule.isRequired) return defect.required(pointer);
    return value === null ? defect.type(pointer, 'string', value) : undefined;
  }
  if (typeof value !== 'string') return defect.type(pointer, 'string', value);
  return stringProblem(pointer, rule, value);
}

function stringProblem(pointer: string, rule: AttributeRule, value: string): Problem | undefined {
  if (value === '') return defect.empty(pointer);
  if (isLonger(value, rule.lengthMax)) return defect.tooLong(pointer, rule.lengthMax);
  // What CloudEvents forbids in every string: control characters and lone surrogates.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return defect.controlCharacter(pointer);
  return rule.check?.(value, pointer);
}

/** A character is one or two UTF-16 units. */
function isLonger(text: string, lengthMax: number): boolean {
  return text.length > lengthMax && (text.length > lengthMax * 2 || [...text].length > lengthMax);
}

function dataDefects(data: Json | undefined): readonly Problem[] {
  if (data === undefined) return [defect.required('/data')];
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? [] : [defect.type('/data', 'object', data)];
}

/** The dataschema is a version of the contract that the type names. */
function dataschemaMismatch({ type, dataschema }: RawEvent): readonly Problem[] {
  if (typeof type !== 'string' || typeof dataschema !== 'string') return [];
  const named = typeParts(type);
  const schema = dataschemaParts(dataschema);
  if (!named || !schema) return [];
  if (named.owner === schema.owner && named.name === schema.name && named.major === schema.major) return [];
  return [
    defect.otherContract(type, `${contractsOrigin}/${named.owner}/${named.name}/${named.major}.<minor>`),
  ];
}

/** The three signature attributes come together or not at all. */
function signatureGaps(raw: RawEvent): readonly Problem[] {
  const missing = signatureAttributes.filter((name) => raw[name] === undefined);
  if (missing.length === 0 || missing.length === signatureAttributes.length) return [];
  return missing.map((name) => defect.signatureGap(`/${name}`, signatureAttributes));
}
