import { timestampDefect } from '@tongban/cloudevents';
import { type Localized, type UsccDefect, usccDefect } from '@tongban/kernel';

/** A format that strings of a contract may have. */
export interface StringFormat {
  readonly name: string;
  matches(text: string): boolean;
  /** What the format asks for, for people. */
  readonly meaning: Localized;
  /** Some that match; the first is the one to show. */
  readonly examples: readonly [string, string, ...string[]];
  /** Every text of the format matches it, and some others. */
  readonly pattern: string;
  /** Characters at most. */
  readonly lengthMax: number;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Every format of the contract profile. */
export const stringFormats: ReadonlyMap<string, StringFormat> = new Map(
  (
    [
      {
        name: 'uscc',
        matches: (text) => usccDefect(text) === undefined,
        meaning: { zh: '18 位统一社会信用代码', en: 'a unified social credit code of 18 characters' },
        examples: ['91110108MA01ABCD5T', '12330000001234562H'],
        pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$',
        lengthMax: 18,
      },
      {
        name: 'date',
        matches: (text) => datePattern.test(text) && timestampDefect(`${text}T00:00:00Z`) === undefined,
        meaning: { zh: '真实存在的日期 YYYY-MM-DD', en: 'an existing date, YYYY-MM-DD' },
        examples: ['2026-03-02', '1999-12-31', '2024-02-29'],
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        lengthMax: 10,
      },
      {
        name: 'date-time',
        matches: (text) => timestampDefect(text) === undefined,
        meaning: {
          zh: '带时区的 RFC 3339 时间，T 和 Z 大写，不含闰秒',
          en: 'an RFC 3339 time with a zone, T and Z as capitals, no leap second',
        },
        examples: ['2026-03-02T09:30:00+08:00', '1999-12-31T23:59:59.999Z'],
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,21}(Z|[+-][0-9]{2}:[0-9]{2})$',
        lengthMax: 38,
      },
      {
        name: 'uuid',
        matches: (text) => uuidPattern.test(text),
        meaning: { zh: 'UUID', en: 'a UUID' },
        examples: ['0195551c-7f5c-7e3b-8f6a-3f2a9b1c4d5e', '6BA7B810-9DAD-11D1-80B4-00C04FD430C8'],
        pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
        lengthMax: 36,
      },
    ] satisfies readonly StringFormat[]
  ).map((format) => [format.name, format]),
);

/**
 * Why a text is no USCC. The right check character is not told: it is another character that was mistyped.
 */
export const usccSentences: Readonly<Record<UsccDefect, Localized>> = {
  length: {
    zh: '应为 18 位统一社会信用代码',
    en: 'must be a unified social credit code of 18 characters',
  },
  alphabet: {
    zh: '统一社会信用代码只用数字和大写字母，且不用 I、O、S、V、Z',
    en: 'must be a unified social credit code: digits and capitals without I, O, S, V and Z',
  },
  'check-character': {
    zh: '统一社会信用代码的校验码（第 18 位）不符，请核对各位字符',
    en: 'is no unified social credit code: the check character (18th) does not fit; look for a mistyped character',
  },
  'organisation-check-character': {
    zh: '统一社会信用代码中主体标识码的校验码（第 17 位）不符，请核对各位字符',
    en: 'is no unified social credit code: the check character of the organisation (17th) does not fit; look for a mistyped character',
  },
};
