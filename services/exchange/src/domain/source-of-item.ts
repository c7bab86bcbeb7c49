import type { DirectoryItem } from './directory-item.ts';
import { sharingErrors } from './errors.ts';
import type { SourcesByDatum } from './source-department.ts';

/** A datum that an item offers, and the department that is its source; null where none is named. */
export interface OfferedDatum {
  readonly datum: string;
  readonly department: string | null;
}

/** The data that an item names at its fields, each once, with their sources. */
export function dataOfItem({ fields }: DirectoryItem, sources: SourcesByDatum): readonly OfferedDatum[] {
  const data = new Set(fields.flatMap(({ datum }) => datum ?? []));
  return [...data].map((datum) => ({ datum, department: sources.get(datum)?.department ?? null }));
}

/**
 * One source for one datum (政务数据共享条例 art. 19): what has a source is offered by that department and by no other.
 * @throws E_DIRECTORY_SOURCE with every field that another department is the source of
 */
export function requireSource({ provider, fields }: DirectoryItem, sources: SourcesByDatum): void {
  const problems = fields.flatMap(({ datum, pointer }, at) => {
    const source = datum === undefined ? undefined : sources.get(datum)?.department;
    if (datum === undefined || source === undefined || source === provider) return [];
    return [
      {
        pointer: `/item/fields/${at}/datum`,
        rule: 'source-department',
        expected: source,
        message: {
          zh: `${pointer} 所载数据项 ${datum} 的数源部门是 ${source}`,
          en: `${pointer} carries the datum ${datum}, whose source is ${source}`,
        },
      },
    ];
  });
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_SOURCE', { problems });
}
