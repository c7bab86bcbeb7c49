import { type CloudEvent, sourceParts } from '@tongban/cloudevents';
import { formatFen, type Language, type Localized } from '@tongban/kernel';
import type { Contract } from '../catalogue/contract.ts';
import { placeholderSteps, templateParts } from './summary-template.ts';

const absent: Localized = { zh: '—', en: '—' };
const notSharedMark: Localized = { zh: '〔不共享〕', en: '[not shared]' };
const sealedForm = /^enc:v\d+:/;
const shanghaiOffsetMs = 8 * 3_600_000;

/**
 * The event in one line, by the template of its contract, which names no personal field. A field that this reader does
 * not see (left out of what was shared, or sealed) is marked as such. Money is in yuan, time as in Shanghai.
 */
export function summarise(
  contract: Contract,
  event: Pick<CloudEvent<object>, 'subject' | 'source' | 'time' | 'data'>,
  language: Language,
): string {
  return templateParts(contract.terms.summary[language])
    .map((part) =>
      'text' in part ? part.text : placeholderText(part.placeholder, contract, event, language),
    )
    .join('');
}

function placeholderText(
  placeholder: string,
  contract: Contract,
  event: Pick<CloudEvent<object>, 'subject' | 'source' | 'time' | 'data'>,
  language: Language,
): string {
  if (placeholder === 'subject') return event.subject;
  if (placeholder === 'source') return sourceParts(event.source)?.department ?? event.source;
  if (placeholder === 'time') return shanghaiTime(event.time);
  const steps = placeholderSteps(placeholder) ?? [];
  let value: unknown = event.data;
  for (const step of steps) value = ownMember(value, step);
  if (value !== undefined) return valueText(value, steps.at(-1) ?? '', language);
  return isOptional(contract, steps, event.data) ? absent[language] : notSharedMark[language];
}

function valueText(value: unknown, name: string, language: Language): string {
  if (Array.isArray(value)) {
    return value.map((element) => valueText(element, name, language)).join(language === 'zh' ? '、' : ', ');
  }
  if (typeof value === 'number' && name.endsWith('Fen') && Number.isSafeInteger(value))
    return formatFen(BigInt(value));
  if (typeof value === 'boolean') return booleans[language][value ? 1 : 0];
  if (typeof value === 'object' || (typeof value === 'string' && sealedForm.test(value)))
    return notSharedMark[language];
  return String(value);
}

const booleans: Readonly<Record<Language, readonly [string, string]>> = {
  zh: ['否', '是'],
  en: ['no', 'yes'],
};

/**
 * Whether the event may lack the field by its contract. Where it may not, the field was left out for this
 * reader.
 */
function isOptional(contract: Contract, steps: readonly string[], data: object): boolean {
  let schema: unknown = contract.latest.schema;
  let value: unknown = data;
  for (const step of steps) {
    const required = ownMember(schema, 'required');
    const isRequired = Array.isArray(required) && required.includes(step);
    if (ownMember(value, step) === undefined && !isRequired) return true;
    schema = ownMember(ownMember(schema, 'properties'), step);
    value = ownMember(value, step);
  }
  return false;
}

function ownMember(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** `2025-10-17 09:30`, or as it is where it is no time. */
function shanghaiTime(time: string): string {
  const epochMs = Date.parse(time);
  if (Number.isNaN(epochMs)) return time;
  return new Date(epochMs + shanghaiOffsetMs).toISOString().slice(0, 16).replace('T', ' ');
}
