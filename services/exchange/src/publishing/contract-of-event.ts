import type { CloudEvent } from '@tongban/cloudevents';
import type { Contract, ContractCatalogue } from '@tongban/contracts';
import { type Problem, pointerPath, type TongbanError } from '@tongban/kernel';
import { exchangeErrors } from '../errors.ts';

/** The key by which an event's sequence is told: events of one key are one stream, in order. */
export function sequenceKey(contract: Contract, event: CloudEvent): string {
  const { key } = contract.terms.sequence;
  if (key === 'subject') return event.subject;
  let value: unknown = event.data;
  for (const step of pointerPath(key)) value = (value as Readonly<Record<string, unknown>>)[step];
  return String(value);
}

/** That a type has no contract, beside the other defects of its event. */
export function unknownTypeProblem(type: string, catalogue: ContractCatalogue): Problem {
  const message = { zh: `没有类型 ${type} 的数据契约`, en: `There is no contract for ${type}` };
  return { pointer: '/type', rule: 'unknown-type', expected: typesBeside(type, catalogue), message };
}

/** The refusal of a type that has no contract, naming those of the same owner. */
export function unknownType(type: string, catalogue: ContractCatalogue): TongbanError {
  const owner = type.slice(0, type.indexOf('.'));
  const known = typesBeside(type, catalogue);
  return exchangeErrors.error('E_EVENT_TYPE_UNKNOWN', {
    detail: {
      zh: `没有类型 ${type} 的数据契约；“${owner}”的类型有：${known.join('、') || '无'}。新类型请先用 POST /v1/contracts 登记`,
      en: `There is no contract for ${type}; the types of "${owner}" are: ${known.join(', ') || 'none'}. Register a new type by POST /v1/contracts first`,
    },
    facts: { eventType: type, known },
  });
}

function typesBeside(type: string, catalogue: ContractCatalogue): readonly string[] {
  const prefix = type.slice(0, type.indexOf('.') + 1);
  return catalogue
    .all()
    .map((contract) => contract.type)
    .filter((one) => one.startsWith(prefix));
}
