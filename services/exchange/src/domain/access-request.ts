import { addMonths, type LocalDate, localDate } from '@tongban/calendar';
import type { Problem } from '@tongban/kernel';
import type { DirectoryItem, PublishedItem } from './directory-item.ts';
import type { DataOf } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { covers, type FieldPointer, isFieldPointer, overlaps } from './field-pointer.ts';
import type { AccessRequest } from './grant-command.ts';
import { basesFor, ruleOn, type SharingRules } from './sharing-rule.ts';

type SharingClass = DataOf<'sharing.access-requested.v1'>['sharingClass'];

/** What the directory offers for a request. */
export interface Offered extends PublishedItem {
  readonly sharingClass: SharingClass;
}

/**
 * The item a request is about.
 *
 * @throws E_GRANT_NOT_IN_DIRECTORY, E_GRANT_NOT_SHARED with the citation, E_GRANT_OWN_DATA
 */
export function offeredTo(requester: string, published: PublishedItem | undefined, type: string): Offered {
  if (published?.item.type !== type) {
    throw sharingErrors.error('E_GRANT_NOT_IN_DIRECTORY', { facts: { type } });
  }
  const { provider, sharingClass, citation } = published.item;
  if (sharingClass === 'not-shared') {
    const source = `${citation?.source ?? ''}${citation?.article ?? ''}`;
    throw sharingErrors.error('E_GRANT_NOT_SHARED', {
      detail: {
        zh: `${type} 不予共享，依据：${source}。如认为依据不当，请向主管部门提出`,
        en: `${type} is not shared, by ${source}. If you think the citation wrong, turn to the authority`,
      },
      facts: { type, citation },
    });
  }
  if (provider === requester) throw sharingErrors.error('E_GRANT_OWN_DATA', { facts: { type } });
  return { ...published, sharingClass };
}

/** Every defect of a request (政务数据共享条例 art. 20; personal fields: 个人信息保护法 art. 6). */
export function requestProblems(options: {
  readonly request: AccessRequest;
  readonly requester: string;
  readonly on: LocalDate;
  readonly item: DirectoryItem;
  readonly rules: SharingRules;
}): readonly Problem[] {
  const { request, requester, on, item, rules } = options;
  return [
    ...blankProblems(request),
    ...basisProblems(request, requester, on, rules),
    ...fieldProblems(request.fields, item),
    ...necessityProblems(request, item),
    ...periodProblems(request, on, rules),
    ...(item.sharingWays.includes(request.way) ? [] : [wayProblem(item)]),
    ...(request.storageRegion === 'CN' ? [] : [storageProblem()]),
    ...(request.signedOffBy.on <= on ? [] : [signOffProblem(on)]),
  ];
}

/** The fields of a list that touch personal information: they hold a personal field or lie within one. */
export function personalFieldsIn(
  fields: readonly FieldPointer[],
  item: DirectoryItem,
): readonly FieldPointer[] {
  const personal = item.fields.filter((field) => field.personal);
  return fields.filter((field) => personal.some(({ pointer }) => overlaps(pointer, field)));
}

function blankProblems(request: AccessRequest): Problem[] {
  const texts: Readonly<Record<string, string>> = {
    '/purpose/code': request.purpose.code,
    '/purpose/text': request.purpose.text,
    '/scenario': request.scenario,
    '/signedOffBy/officer': request.signedOffBy.officer,
  };
  const blank = Object.keys(texts).filter((pointer) => texts[pointer]?.trim() === '');
  const isCited = request.legalBasis.every(({ source, article }) => source.trim() && article.trim());
  if (request.legalBasis.length === 0 || !isCited) blank.push('/legalBasis');
  if (request.fields.length === 0) blank.push('/fields');
  return blank.map((pointer) => problem(pointer, 'required', '必须填写', 'This must be filled in'));
}

function basisProblems(
  request: AccessRequest,
  requester: string,
  on: LocalDate,
  rules: SharingRules,
): Problem[] {
  const bases = basesFor(rules, requester, on).map(({ id }) => id);
  if (bases.includes(request.basis)) return [];
  const list = bases.join(', ');
  return [
    problem(
      '/basis',
      'basis',
      `${requester} 可用的依据类别：${list}`,
      `Bases on which ${requester} may ask: ${list}`,
      bases,
    ),
  ];
}

function fieldProblems(fields: readonly FieldPointer[], item: DirectoryItem): Problem[] {
  return fields.flatMap((field, at) => {
    if (!isFieldPointer(field)) {
      return [
        problem(
          `/fields/${at}`,
          'field-pointer',
          '应为指向 data 的 JSON 指针，* 表示数组的每个元素',
          'A field is a JSON Pointer into data, with * for every element of an array',
        ),
      ];
    }
    if (item.fields.some(({ pointer }) => covers(pointer, field))) return [];
    return [
      problem(
        `/fields/${at}`,
        'field-not-in-directory',
        `目录项没有字段 ${field}`,
        `The directory item has no field ${field}`,
        item.fields.map(({ pointer }) => pointer),
      ),
    ];
  });
}

function necessityProblems({ fields, necessity }: AccessRequest, item: DirectoryItem): Problem[] {
  return personalFieldsIn(fields, item)
    .filter(
      (field) => !necessity.some(({ pointer, reason }) => covers(pointer, field) && reason.trim() !== ''),
    )
    .map((field) =>
      problem(
        `/fields/${fields.indexOf(field)}`,
        'necessity',
        `${field} 是个人信息，须在 necessity 中说明必要性`,
        `${field} is personal information: say in "necessity" why it is needed`,
      ),
    );
}

function periodProblems({ from, to }: AccessRequest, on: LocalDate, rules: SharingRules): Problem[] {
  const months = ruleOn(rules, 'access-period', on).limit.count;
  const before = addMonths(localDate(from), months);
  if (from <= to && on <= to && to < before) return [];
  return [
    problem(
      '/to',
      'period',
      `期限须有起止，不早于今日，且不超过 ${months} 个月`,
      `The period has a beginning and an end, is not over yet, and is at most ${months} months`,
      { notBefore: from > on ? from : on, before },
    ),
  ];
}

function wayProblem(item: DirectoryItem): Problem {
  const ways = item.sharingWays.join(', ');
  return problem(
    '/way',
    'way',
    `该目录项的共享方式：${ways}`,
    `This item is shared by: ${ways}`,
    item.sharingWays,
  );
}

function storageProblem(): Problem {
  return problem(
    '/storageRegion',
    'storage-in-mainland',
    '数据须存储在境内（个人信息保护法第三十六条）',
    'The data is stored in the mainland (个人信息保护法 art. 36)',
    'CN',
  );
}

function signOffProblem(on: LocalDate): Problem {
  return problem(
    '/signedOffBy/on',
    'sign-off',
    `签批日期不得晚于 ${on}`,
    `The day of signing is not after ${on}`,
  );
}

function problem(pointer: string, rule: string, zh: string, en: string, expected?: unknown): Problem {
  return { pointer, rule, ...(expected === undefined ? {} : { expected }), message: { zh, en } };
}
