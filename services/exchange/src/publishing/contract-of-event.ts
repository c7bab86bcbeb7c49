import { type CloudEvent, typeParts } from '@tongban/cloudevents';
import type { Contract, ContractCatalogue, RefusedVersion } from '@tongban/contracts';
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

/**
 * The refusal of what would use a version that is registered and not in force, with its defects; undefined where nothing
 * stands against it.
 *
 * @param dataschema the version that an event names.
 */
export function contractRefusal(
  type: string,
  dataschema: unknown,
  catalogue: ContractCatalogue,
): TongbanError | undefined {
  const against = refusedFor(type, dataschema, catalogue);
  if (against.length === 0) return undefined;
  const usable = catalogue.terms(type) === undefined ? [] : (catalogue.get(type)?.versions ?? []);
  const inForce = usable.map((version) => version.dataschema);
  const names = against.map((one) => `${one.type} ${one.version}`).join(', ');
  const problems = against.flatMap((one) => one.problems);
  const [first] = problems;
  const [zh, en] =
    inForce.length === 0
      ? ['请', '']
      : [
          `请改用现行的 ${inForce.join('、')}，或`,
          `Publish under one that is in force, ${inForce.join(', ')}, or: `,
        ];
  return exchangeErrors.error('E_CONTRACT_REFUSED', {
    detail: {
      zh: `${names} 已登记，但不符合现行契约规范（${first?.message.zh}），不接收其事件；已记录的事件照常提供。${zh}由 ${against[0]?.owner} 用 POST /v1/contracts 登记下一个版本，并以其 dataschema 发布；problems 列出全部缺陷`,
      en: `${names} is registered, but breaks the contract profile of today (${first?.message.en}), so events under it are not accepted; what was recorded is handed over as before. ${en}${against[0]?.owner} registers the next version by POST /v1/contracts and publishes with its dataschema; problems has every defect`,
    },
    facts: { eventType: type, refused: against.map(({ version }) => version), inForce },
    problems: problems.map(({ file, pointer, ...problem }) => ({
      ...problem,
      pointer: `${file}#${pointer}`,
    })),
  });
}

/** Versions for which nothing can be accepted: the one that is named, all of a type that has no other. */
function refusedFor(
  type: string,
  dataschema: unknown,
  catalogue: ContractCatalogue,
): readonly RefusedVersion[] {
  const parts = catalogue.refused.length === 0 ? undefined : typeParts(type);
  if (parts === undefined) return [];
  const ofContract = catalogue.refused.filter(
    ({ owner, name }) => owner === parts.owner && name === parts.name,
  );
  const contract = catalogue.get(type);
  if (contract === undefined) return ofContract.filter((one) => one.type === type);
  // Which fields are personal, nobody knows then, and they would be recorded unsealed.
  if (catalogue.terms(type) === undefined) return ofContract;
  const isInForce = contract.versions.some((version) => version.dataschema === dataschema);
  return isInForce ? [] : ofContract.filter((one) => one.dataschema === dataschema);
}

/** Whether a type has a contract, in force or refused. */
export function isRegistered(type: string, catalogue: ContractCatalogue): boolean {
  return catalogue.get(type) !== undefined || catalogue.refused.some((one) => one.type === type);
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
  const unknown = types.flatMap((type, at) => (isRegistered(type, catalogue) ? [] : [{ type, at }]));
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
