import { type FileProblem, type Proposal, type ProposalReport, schemaFileName } from '@tongban/contracts';
import type { Localized, Problem, TongbanError } from '@tongban/kernel';
import { exchangeErrors } from '../errors.ts';

/*
 * What a caller of the API is told of a proposal: he sent members of a body, and has no folder in which a file could be
 * missing or be restored.
 */

/** The report of a version that its number keeps from being registered; what it says is not looked at. */
export function withVersionRefused(
  report: ProposalReport,
  { owner, name, major, minor }: Proposal,
  { code, detail, facts }: TongbanError,
): ProposalReport {
  const rule = code === 'E_REGISTRATION_ORDER' ? 'version-order' : 'version-released';
  const file = `${owner}/${name}/${schemaFileName(major, minor)}`;
  return {
    ...report,
    verdict: 'invalid',
    problems: [{ file, pointer: '', rule, expected: facts.expected, message: detail }],
    comparisons: [],
    terms: [],
    violations: [],
    hurt: [],
    nextStep: detail,
    contracts: [],
  };
}

/** The report with the defects of an upcaster and of names told as those of a request. */
export function withRequestWords(report: ProposalReport): ProposalReport {
  return {
    ...report,
    problems: report.problems.map((problem) => ({ ...problem, message: requestWords(problem, report) })),
  };
}

/** The refusal of a report that is not compatible. */
export function refusedProposal(report: ProposalReport, hasUpcaster: boolean): TongbanError {
  const { verdict, problems, violations, nextStep, hurt } = report;
  if (verdict === 'invalid') {
    return exchangeErrors.error('E_CONTRACT_INVALID', {
      detail: nextStep,
      problems: problems.map((problem) => inBody(problem, hasUpcaster)),
    });
  }
  return exchangeErrors.error('E_CONTRACT_INCOMPATIBLE', {
    detail: nextStep,
    facts: { violations, hurt: hurt.map(({ department, as }) => ({ department, as })) },
    problems: violations.map(({ path, kind, message }) => ({ pointer: path, rule: kind, message })),
  });
}

/** A defect with its pointer into the body. A schema that a released upcaster no longer leads to is at fault itself. */
function inBody({ file, pointer, ...problem }: FileProblem, hasUpcaster: boolean): Problem {
  if (file.endsWith('/contract.json')) return { ...problem, pointer: `/terms${pointer}` };
  if (file.endsWith('.schema.json')) return { ...problem, pointer: `/schema${pointer}` };
  const isItsOwn = hasUpcaster || problem.rule === 'missing-file';
  return { ...problem, pointer: isItsOwn ? `/upcaster${pointer}` : '/schema' };
}

/** Once the number of a version is right, what can be missing, unknown or changed among the files is an upcaster. */
function requestWords({ rule, expected, message }: FileProblem, { version }: ProposalReport): Localized {
  switch (rule) {
    case 'folder':
      return { zh: `应与登记的名称一致：${expected}`, en: `must be what is registered: ${expected}` };
    case 'missing-file':
      return {
        zh: `新的主版本 ${version} 须附 upcaster：由前一主版本升级的操作`,
        en: `${version} is a new major and needs an upcaster: the operations from the major before`,
      };
    case 'unknown-file':
      return {
        zh: `版本 ${version} 不附 upcaster：第一个主版本之前没有可升级的版本`,
        en: `${version} has no upcaster: there is no major before the first`,
      };
    case 'released-changed':
      return {
        zh: `${version} 所属主版本的 upcaster 已发布，不可更改；请不写 upcaster`,
        en: `the upcaster of the major of ${version} was released and never changes; leave upcaster out`,
      };
    default:
      return message;
  }
}
