import type { RawEvent } from '@tongban/cloudevents';
import { invariant, type Json, type Problem, usccDefect } from '@tongban/kernel';
import type { Contract, ContractVersion } from '../catalogue/contract.ts';
import { usccSentences } from './formats.ts';
import { validateAgainst } from './schema-validator.ts';

const subjectPattern = /^[\p{L}\p{N}][\p{L}\p{N}._:()（）〔〕-]{0,127}$/u;

/** All defects of `data` under a version of a contract. Pointers begin with `/data`. */
export function validateData(
  contract: Contract,
  version: ContractVersion,
  data: unknown,
): readonly Problem[] {
  invariant(contract.versions.includes(version), `${version.dataschema} is no version of ${contract.type}`);
  return validateAgainst(version.schema, data, '/data');
}

/**
 * All defects of an event under its contract: that its dataschema is a version of it, its subject and its
 * data. The envelope itself is the business of `checkProfile`: that something is missing, or that data is no object, is
 * not told twice.
 */
export function validateEvent(
  contract: Contract,
  { dataschema, subject, data }: RawEvent,
): readonly Problem[] {
  const version = contract.versions.find((it) => it.dataschema === dataschema);
  const problems: Problem[] = [];
  if (dataschema !== undefined && !version) problems.push(unknownVersion(contract));
  if (typeof subject === 'string') problems.push(...subjectProblems(contract, subject));
  if (isObject(data)) problems.push(...validateData(contract, version ?? contract.latest, data));
  return problems;
}

function isObject(data: Json | undefined): boolean {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function subjectProblems(contract: Contract, subject: string): readonly Problem[] {
  if (contract.terms.subject === 'uscc') {
    const defect = usccDefect(subject);
    if (!defect) return [];
    const { zh, en } = usccSentences[defect];
    return [
      {
        pointer: '/subject',
        rule: 'uscc',
        expected: 'uscc',
        message: { zh: `subject ${zh}`, en: `subject ${en}` },
      },
    ];
  }
  if (subjectPattern.test(subject)) return [];
  return [
    {
      pointer: '/subject',
      rule: 'pattern',
      expected: { example: '2026沪03破12号', pattern: subjectPattern.source },
      message: {
        zh: 'subject 应以文字或数字开头，只含文字、数字和 . _ : - （）〔〕，最多 128 个字符，例如 2026沪03破12号',
        en: 'subject begins with a letter or digit and has letters, digits and . _ : - ( ) only, 128 at most, for example 2026沪03破12号',
      },
    },
  ];
}

function unknownVersion({ type, versions }: Contract): Problem {
  const known = versions.map(({ dataschema }) => dataschema);
  return {
    pointer: '/dataschema',
    rule: 'unknown-version',
    expected: known,
    message: {
      zh: `契约 ${type} 没有此版本；现有 ${known.join('、')}`,
      en: `the contract ${type} has no such version; it has ${known.join(', ')}`,
    },
  };
}
