import { describe, expect, it } from 'vitest';
import type { FeedItem } from './feed-item.ts';
import { correctionType, handlerChoice } from './handler-choice.ts';

const wanted = 'tax.clearance-issued.v1';
const other = 'tax.arrears-found.v1';

const itemOf = (type: string, data: object = {}): FeedItem =>
  ({ cursor: 'tax:1', event: { type, id: 'E-1', data } }) as unknown as FeedItem;
const correctionOf = (type: string): FeedItem => itemOf(correctionType, { type });

/** Who is chosen for an item, and whether it was told that nobody hears it. */
function chosen(item: FeedItem, types: readonly string[] | undefined, handleCorrection?: string) {
  const unheard: FeedItem[] = [];
  const onUnheard = (passed: FeedItem): void => void unheard.push(passed);
  const choose = handlerChoice<string>({ types, handle: 'handle', handleCorrection, onUnheard });
  return [choose(item), unheard.length];
}

describe('the handler of an item', () => {
  it.each<[string, FeedItem, readonly string[] | undefined, string | undefined, string | undefined]>([
    ['an event of a type that is named', itemOf(wanted), [wanted], 'correction', 'handle'],
    ['an event of another', itemOf(other), [wanted], 'correction', undefined],
    ['any event where none is named', itemOf(other), undefined, 'correction', 'handle'],
    ['a correction of a named type', correctionOf(wanted), [wanted], 'correction', 'correction'],
    ['a correction of another', correctionOf(other), [wanted], 'correction', undefined],
    ['any correction where no type is named', correctionOf(other), undefined, 'correction', 'correction'],
    ['any correction where its own type is named', correctionOf(other), [correctionType], 'c', 'c'],
    ['a named correction, as ever', correctionOf(other), [wanted, correctionType], undefined, 'handle'],
    ['a correction where none is named, as ever', correctionOf(other), undefined, undefined, 'handle'],
    ['a correction that does not say of what', itemOf(correctionType), [wanted], 'c', undefined],
  ])('of %s', (_, item, types, handleCorrection, expected) => {
    expect(chosen(item, types, handleCorrection)).toEqual([expected, 0]);
  });

  it('is nobody, and that is told, where a correction of a named type has no handler', () => {
    expect(chosen(correctionOf(wanted), [wanted])).toEqual([undefined, 1]);
    expect(chosen(correctionOf(other), [wanted])).toEqual([undefined, 0]);
  });
});
