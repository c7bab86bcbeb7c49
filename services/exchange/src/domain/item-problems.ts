import type { Problem } from '@tongban/kernel';
import { problem } from './directory-guards.ts';
import type { DirectoryItem } from './directory-item.ts';
import { covers, isFieldPointer } from './field-pointer.ts';

/** Art. 13–15: conditions where there are conditions, a citation of law where nothing is shared, and neither else. */
export function itemProblems(item: DirectoryItem): readonly Problem[] {
  const { sharingClass, conditions, citation, fields, provider, type } = item;
  const problems: Problem[] = [...ownerProblems(type, provider)];
  const isConditional = conditions !== undefined && !isBlank(conditions.zh, conditions.en);
  const isCited = citation !== undefined && !isBlank(citation.source, citation.article);
  if (sharingClass === 'conditional' ? !isConditional : conditions !== undefined) {
    problems.push(
      problem(
        '/conditions',
        'conditions',
        '有条件共享须写明条件，其他类型不得自设条件',
        'Conditional items state their conditions; others may not set any',
      ),
    );
  }
  if (sharingClass === 'not-shared' ? !isCited : citation !== undefined) {
    problems.push(
      problem(
        '/citation',
        'citation',
        '不予共享须列明法律、行政法规或国务院决定，其他类型不得列',
        'Items that are not shared cite a law, an administrative regulation or a State Council decision; others do not',
      ),
    );
  }
  fields.forEach(({ pointer }, at) => {
    const isRepeated = fields.some((other, otherAt) => otherAt !== at && covers(other.pointer, pointer));
    if (isFieldPointer(pointer) && !isRepeated) return;
    problems.push(
      problem(
        `/fields/${at}/pointer`,
        'field-pointer',
        `${pointer} 应为互不包含的 JSON 指针，* 表示数组的每个元素`,
        `${pointer} must be a JSON Pointer, with * for array elements, that no other field covers`,
      ),
    );
  });
  return problems;
}

function isBlank(...texts: readonly string[]): boolean {
  return texts.some((text) => text.trim() === '');
}

/** A type belongs to the department that its name begins with. */
export function ownerProblems(type: string, provider: string): readonly Problem[] {
  if (type.startsWith(`${provider}.`)) return [];
  return [problem('/type', 'owner', `类型应属于 ${provider}`, `The type must belong to ${provider}`)];
}
