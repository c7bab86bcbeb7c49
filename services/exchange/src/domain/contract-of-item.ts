import type { Problem } from '@tongban/kernel';
import type { DirectoryItem, OfferedContract } from './directory-item.ts';
import { covers, type FieldPointer, overlaps } from './field-pointer.ts';

/** From the most open to the most closed (政务数据共享条例 art. 14). */
const classes: readonly DirectoryItem['sharingClass'][] = ['unconditional', 'conditional', 'not-shared'];

/**
 * Where an item says otherwise than the contract of its type: a field that the data does not have, a personal field
 * that is not called one, a class more open than the contract's. What the contract marks as personal or not to be
 * shared cannot be opened by an entry in the directory; a stricter entry is the provider's to make.
 */
export function contractProblems(
  item: DirectoryItem,
  contract: OfferedContract | undefined,
): readonly Problem[] {
  if (contract === undefined) return [noContract(item.type)];
  const problems: Problem[] = [];
  if (classes.indexOf(item.sharingClass) < classes.indexOf(contract.sharingClass)) {
    problems.push({
      pointer: '/sharingClass',
      rule: 'contract-class',
      expected: contract.sharingClass,
      message: {
        zh: `契约规定的共享类型为 ${contract.sharingClass}，目录项不得更宽`,
        en: `The contract's class is ${contract.sharingClass}, and an item may not be more open`,
      },
    });
  }
  item.fields.forEach(({ pointer, personal }, at) => {
    if (!isField(contract.fields, pointer)) problems.push(unknownField(at, pointer));
    else if (!personal && contract.personal.some((one) => overlaps(one, pointer))) {
      problems.push(personalField(at, pointer));
    }
  });
  return problems;
}

/** Whether a pointer names a field, something that contains fields, or the elements of a list of plain values. */
function isField(leaves: readonly FieldPointer[], pointer: FieldPointer): boolean {
  return leaves.some((leaf) => covers(pointer, leaf) || pointer === `${leaf}/*`);
}

function noContract(type: string): Problem {
  return {
    pointer: '/type',
    rule: 'unknown-type',
    message: {
      zh: `没有 ${type} 的数据契约；请先登记契约`,
      en: `There is no contract for ${type}; register one first`,
    },
  };
}

function unknownField(at: number, pointer: FieldPointer): Problem {
  return {
    pointer: `/fields/${at}/pointer`,
    rule: 'contract-field',
    message: {
      zh: `契约的数据中没有字段 ${pointer}`,
      en: `The data of the contract has no field ${pointer}`,
    },
  };
}

function personalField(at: number, pointer: FieldPointer): Problem {
  return {
    pointer: `/fields/${at}/personal`,
    rule: 'contract-personal',
    expected: true,
    message: {
      zh: `契约将 ${pointer} 标为个人信息，此处须为 true`,
      en: `The contract marks ${pointer} as personal, so this must be true`,
    },
  };
}
