import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sealedForms } from './sealed-forms.ts';

const pointersOf = (data: unknown): readonly string[] => sealedForms(data).map(({ pointer }) => pointer);

it('finds every text that looks sealed, wherever it stands', () => {
  const data = JSON.parse(
    '{"a":"enc:v1:x","b":[{"c":"enc:v1:"},"plain"],"__proto__":{"d":"enc:v1:y"},"e":" enc:v1:","enc:v1:":1,"n":null}',
  );
  expect(pointersOf(data)).toEqual(['/data/a', '/data/b/0/c', '/data/__proto__/d']);
});

it('finds one in any data into which it is put, and none in what has none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.oneof(fc.string(), fc.constant('__proto__'))), (value, path) => {
      expect(sealedForms(value)).toEqual([]);
      const within = path.reduceRight<unknown>(
        (inner, name, at) =>
          at % 2 === 0
            ? JSON.parse(
                `{"beside":${JSON.stringify(value)},${JSON.stringify(name)}:${JSON.stringify(inner)}}`,
              )
            : [value, inner],
        'enc:v1:x',
      );
      expect(sealedForms(within)).toHaveLength(1);
    }),
  );
});
