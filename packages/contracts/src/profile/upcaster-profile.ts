import { type Json, type JsonObject, type Localized, type Problem, pointerPath } from '@tongban/kernel';
import type { ContractTerms, ContractVersion } from '../catalogue/contract.ts';
import type { Note } from '../catalogue/contract-files.ts';
import { exampleOf } from '../compatibility/schema-example.ts';
import { applyOperations } from '../upcasting/apply-operations.ts';
import type { UpcastOperation } from '../upcasting/upcast-operation.ts';
import { validateAgainst } from '../validation/schema-validator.ts';
import { schemaAt } from './schema-walk.ts';

export interface VersionStep {
  readonly from: ContractVersion;
  readonly to: ContractVersion;
  readonly terms: ContractTerms;
}

const operationsMax = 200;
const membersOf: Readonly<Record<UpcastOperation['op'], readonly string[]>> = {
  add: ['op', 'path', 'value'],
  remove: ['op', 'path'],
  move: ['op', 'from', 'path'],
  copy: ['op', 'from', 'path'],
  map: ['op', 'path', 'values'],
};
const pointerForm = /^(\/([A-Za-z][A-Za-z0-9]*|\*))+$/;

/** Checks the form of an upcaster by itself. */
export function checkUpcasterForm(operations: unknown, note: Note): void {
  if (!Array.isArray(operations) || operations.length > operationsMax) {
    note({
      pointer: '',
      rule: 'type',
      message: {
        zh: `应为最多 ${operationsMax} 步的数组`,
        en: `must be an array of at most ${operationsMax} steps`,
      },
    });
    return;
  }
  for (const [at, operation] of operations.entries()) {
    const step = (typeof operation === 'object' && operation !== null ? operation : {}) as JsonObject;
    const { op } = step;
    const members =
      typeof op === 'string' && Object.hasOwn(membersOf, op)
        ? membersOf[op as UpcastOperation['op']]
        : undefined;
    if (!members)
      note({ pointer: `/${at}/op`, rule: 'enum', expected: Object.keys(membersOf), message: knownSteps });
    else checkMembers(step, members, `/${at}`, note);
  }
}

function checkMembers(step: JsonObject, members: readonly string[], pointer: string, note: Note): void {
  for (const name of Object.keys(step)) {
    if (!members.includes(name))
      note({ pointer: `${pointer}/${name}`, rule: 'additionalProperties', message: only(members) });
  }
  for (const name of members) {
    if (step[name] === undefined)
      note({ pointer: `${pointer}/${name}`, rule: 'required', message: only(members) });
    else if ((name === 'path' || name === 'from') && !isPointer(step[name])) {
      note({ pointer: `${pointer}/${name}`, rule: 'pointer', message: pointerMeaning });
    } else if (name === 'values' && !isTable(step[name])) {
      note({ pointer: `${pointer}/${name}`, rule: 'type', message: tableMeaning });
    }
  }
  if (members.includes('from') && stars(step.from) !== stars(step.path)) {
    note({ pointer: `${pointer}/path`, rule: 'same-element', message: sameElement });
  }
}

/**
 * Checks a sound upcaster against the versions on both sides of it. A personal field that moves must arrive
 * at a personal field: else it would lie in the clear from then on.
 */
export function checkUpcasterFit(
  operations: readonly UpcastOperation[],
  { from, to, terms }: VersionStep,
  note: Note,
): void {
  const personal = new Set(terms.personalData.map((field) => field.pointer));
  // Where the personal fields of the old version are after each step: one may move on from where another step put it.
  const carried = new Set([...personal].filter((pointer) => schemaAt(from.schema, pointerPath(pointer))));
  for (const [at, operation] of operations.entries()) {
    if (operation.op === 'map' && (personal.has(operation.path) || carried.has(operation.path))) {
      note({ pointer: `/${at}/path`, rule: 'personal', message: sealedField });
    }
    if (operation.op !== 'move' && operation.op !== 'copy') continue;
    const moved = [...carried].filter((pointer) => isWithin(pointer, operation.from));
    if (operation.op === 'move') for (const pointer of moved) carried.delete(pointer);
    for (const pointer of moved) {
      const target = operation.path + pointer.slice(operation.from.length);
      carried.add(target);
      if (personal.has(target)) continue;
      note({ pointer: `/${at}/path`, rule: 'personal', expected: target, message: personalTarget(target) });
    }
  }
  for (const [at, operation] of operations.entries()) {
    if (operation.op !== 'add' || schemaAt(to.schema, pointerPath(operation.path))) continue;
    note({ pointer: `/${at}/path`, rule: 'known-field', message: noTarget(operation.path, to.version) });
  }
  checkTrial(operations, { from, to, terms }, note);
}

/**
 * Led through the upcaster, data of the old version must be data of the new one: with little in it and with
 * all.
 */
function checkTrial(operations: readonly UpcastOperation[], { from, to }: VersionStep, note: Note): void {
  for (const isFull of [false, true]) {
    const before = exampleOf(from.schema, from.schema, { isFull });
    if (before === undefined) continue;
    const [defect] = validateAgainst(to.schema, applyOperations(operations, before as JsonObject), '/data');
    if (!defect) continue;
    note({ pointer: '', rule: 'trial', expected: { before }, message: trialFailed(defect, from, to) });
    return;
  }
}

function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

function isPointer(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256 && pointerForm.test(value);
}

function isTable(value: Json | undefined): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** The part of a pointer up to its last `*`: source and target of a move must be in the same elements. */
function stars(pointer: Json | undefined): string {
  const text = typeof pointer === 'string' ? pointer : '';
  return text.slice(0, text.lastIndexOf('*') + 1);
}

function only(members: readonly string[]): Localized {
  return {
    zh: `此步有且只有 ${members.join('、')}`,
    en: `this step has ${members.join(', ')} and nothing else`,
  };
}

function personalTarget(target: string): Localized {
  return {
    zh: `个人信息字段移动后为 ${target}，须在 personalData 中列出`,
    en: `the personal field becomes ${target}, which personalData must list`,
  };
}

function noTarget(path: string, version: string): Localized {
  return { zh: `版本 ${version} 中没有 ${path}`, en: `version ${version} has no ${path}` };
}

function trialFailed(defect: Problem, from: ContractVersion, to: ContractVersion): Localized {
  return {
    zh: `版本 ${from.version} 的数据升级后不符合版本 ${to.version}：${defect.pointer} ${defect.message.zh}`,
    en: `data of version ${from.version} does not fit version ${to.version} afterwards: ${defect.pointer} ${defect.message.en}`,
  };
}

const knownSteps: Localized = {
  zh: 'op 应为 add、remove、move、copy、map 之一',
  en: 'op must be one of add, remove, move, copy, map',
};
const pointerMeaning: Localized = {
  zh: '应为指向 data 中字段的 JSON 指针，* 表示数组的每个元素',
  en: 'must be a JSON Pointer to a field of data; * is every element of an array',
};
const tableMeaning: Localized = { zh: '应为对照表，至少一项', en: 'must be a table of one value or more' };
const sameElement: Localized = {
  zh: 'from 与 path 须在同一数组元素之内',
  en: 'from and path must lie within the same array element',
};
const sealedField: Localized = {
  zh: '个人信息字段已加密，不能按值对照',
  en: 'a personal field is sealed; its value cannot be looked up in a table',
};
