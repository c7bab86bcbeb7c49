import { type CloudEvent, typeParts } from '@tongban/cloudevents';
import { failed, type JsonObject, ok, type Problem, pointerPath, type Result } from '@tongban/kernel';
import type { Contract } from '../catalogue/contract.ts';
import type { ContractCatalogue } from '../catalogue/contract-catalogue.ts';
import { validateData } from '../validation/validate-event.ts';
import { applyOperations } from './apply-operations.ts';

const sealedForm = /^enc:v\d+:/;

/**
 * An event as the latest version of a later major would say it, led there one major after the other. Its
 * signature is of the old text and goes. Personal fields that are sealed or erased are moved as they are and
 * not judged; since a sealed field is bound to its place, it is opened before it is moved.
 */
export function upcast(
  catalogue: ContractCatalogue,
  event: CloudEvent,
  toMajor: number,
): Result<CloudEvent, readonly Problem[]> {
  const parts = typeParts(event.type);
  const majors = parts ? catalogue.majors(parts.owner, parts.name) : [];
  const target = majors.find(({ major }) => major === toMajor);
  if (!parts || !target || toMajor < parts.major) return failed([noWay(event.type, toMajor)]);
  if (toMajor === parts.major) return ok(event);

  const steps = majors.flatMap(({ major, upcaster }) =>
    upcaster && major > parts.major && major <= toMajor ? [upcaster] : [],
  );
  // The version that brings a step may be refused.
  if (steps.length < toMajor - parts.major) return failed([noWay(event.type, toMajor)]);
  let data: JsonObject = event.data;
  for (const { operations } of steps) data = applyOperations(operations, data);
  const problems = validateData(target, target.latest, data).filter(
    (problem) => !isHiddenPersonalField(problem, target, data),
  );
  if (problems.length > 0) return failed(problems);
  const { sig: _sig, sigalg: _algorithm, sigkeyid: _key, ...unsigned } = event;
  return ok({ ...unsigned, type: target.type, dataschema: target.latest.dataschema, data });
}

/** A ciphertext matches no pattern, and an erased field is missing: neither is a defect of the upcaster. */
function isHiddenPersonalField({ pointer }: Problem, { terms }: Contract, data: JsonObject): boolean {
  const steps = pointerPath(pointer).slice(1);
  const isPersonal = terms.personalData.some(({ pointer: personal }) => {
    const path = pointerPath(personal);
    return path.length === steps.length && path.every((step, at) => step === steps[at] || step === '*');
  });
  if (!isPersonal) return false;
  let value: unknown = data;
  for (const step of steps) value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  return value === undefined || (typeof value === 'string' && sealedForm.test(value));
}

function noWay(type: string, toMajor: number): Problem {
  return {
    pointer: '/type',
    rule: 'upcast',
    expected: toMajor,
    message: {
      zh: `没有从 ${type} 到 v${toMajor} 的升级路径`,
      en: `there is no way from ${type} up to v${toMajor}`,
    },
  };
}
