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

/** That types of a list have no contract, each with its place. */
export function unknownTypesIn(
  types: readonly string[],
  pointer: string,
  catalogue: ContractCatalogue,
): TongbanError | undefined {
  const unknown = types.flatMap((type, at) => (catalogue.get(type) ? [] : [{ type, at }]));
  const [first] = unknown;
  if (first === undefined) return undefined;
  const problems = unknown.map(({ type, at }) => ({
    ...unknownTypeProblem(type, catalogue),
    pointer: `${pointer}/${at}`,
  }));
  return unknownType(first.type, catalogue, problems);
}

/** The refusal of a type that has no contract, naming those of the same owner. */
export function unknownType(
  type: string,
  catalogue: ContractCatalogue,
  problems: readonly Problem[] = [],
): TongbanError {
  const owner = type.slice(0, type.indexOf('.'));
  const known = typesBeside(type, catalogue);
  return exchangeErrors.error('E_EVENT_TYPE_UNKNOWN', {
    detail: {
      zh: `没有类型 ${type} 的数据契约；“${owner}”的类型有：${known.join('、') || '无'}。新类型请先用 POST /v1/contracts 登记`,
      en: `There is no contract for ${type}; the types of "${owner}" are: ${known.join(', ') || 'none'}. Register a new type by POST /v1/contracts first`,
    },
    facts: { eventType: type, known },
    problems,
  });
}

/** That an address names a type that has no contract, naming those of the same owner. */
export function contractNotFound(type: string, catalogue: ContractCatalogue): TongbanError {
  const known = typesBeside(type, catalogue);
  const [zh, en] =
    known.length === 0
      ? ['', '']
      : [`；同一部门的类型有：${known.join('、')}`, `; the types of the same owner are: ${known.join(', ')}`];
  return exchangeErrors.error('E_CONTRACT_NOT_FOUND', {
    detail: {
      zh: `没有类型 ${type} 的数据契约${zh}；GET /v1/contracts 列出全部`,
      en: `There is no contract for ${type}${en}; GET /v1/contracts lists all`,
    },
    facts: { eventType: type, known },
  });
}

/** The types of the owner that a name begins with; none where it has no owner. */
function typesBeside(type: string, catalogue: ContractCatalogue): readonly string[] {
  const prefix = type.slice(0, type.indexOf('.') + 1);
  if (prefix === '') return [];
  return catalogue
    .all()
    .map((contract) => contract.type)
    .filter((one) => one.startsWith(prefix));
}
