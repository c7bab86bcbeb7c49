import type { Json } from '@tongban/kernel';
import type { ContractTerms } from '../catalogue/contract.ts';
import { hurtsOf } from './compare-versions.ts';
import type { Direction, Fact, TermsFactKind } from './fact.ts';
import { changeSentence, factFix } from './fact-sentences.ts';

/**
 * What differs between two states of the terms, as far as events, readers or persons notice. Wording is free.
 */
export function compareTerms(older: ContractTerms, newer: ContractTerms): readonly Fact[] {
  return [
    ...streamFacts(older, newer),
    ...personalFacts(older, newer),
    ...personFacts(older, newer),
    ...dutyFacts(older, newer),
  ];
}

function streamFacts(older: ContractTerms, newer: ContractTerms): readonly Fact[] {
  const facts: Fact[] = [];
  if (older.subject !== newer.subject) {
    const direction = newer.subject === 'uscc' ? 'reader' : 'writer';
    facts.push(factOf('subject-changed', direction, '/subject', older.subject, newer.subject));
  }
  const [before, after] = [older.sequence, newer.sequence].map(({ category, key }) => `${category} ${key}`);
  if (before !== after) facts.push(factOf('sequence-key-changed', 'writer', '/sequence', before, after));
  return facts;
}

function personalFacts(older: ContractTerms, newer: ContractTerms): readonly Fact[] {
  const before = older.personalData.map(({ pointer }) => pointer);
  const after = newer.personalData.map(({ pointer }) => pointer);
  return [
    ...after
      .filter((pointer) => !before.includes(pointer))
      .map((pointer) => factOf('personal-data-added', 'none', '/personalData', undefined, pointer)),
    ...before
      .filter((pointer) => !after.includes(pointer))
      .map((pointer) => factOf('personal-data-removed', 'writer', '/personalData', pointer, undefined)),
  ];
}

/** Fields of which another person's key is used from now on: whoever is erased loses the old values and keeps the new. */
function personFacts(older: ContractTerms, newer: ContractTerms): readonly Fact[] {
  const personOf = new Map(older.personalData.map(({ pointer, person }) => [pointer, person]));
  return newer.personalData.flatMap(({ pointer, person }) => {
    const before = personOf.get(pointer);
    if (before === undefined || before === person) return [];
    const [was, is] = [`${pointer} ${before}`, `${pointer} ${person}`];
    return [factOf('personal-data-person-changed', 'writer', '/personalData', was, is)];
  });
}

function dutyFacts(older: ContractTerms, newer: ContractTerms): readonly Fact[] {
  const facts: Fact[] = [];
  if (older.sharing.class !== newer.sharing.class) {
    facts.push(
      factOf('sharing-class-changed', 'writer', '/sharing/class', older.sharing.class, newer.sharing.class),
    );
  }
  if (older.signature !== newer.signature) {
    const isAdded = newer.signature === 'required';
    const kind = isAdded ? 'signature-required-added' : 'signature-required-removed';
    facts.push(factOf(kind, isAdded ? 'reader' : 'writer', '/signature', older.signature, newer.signature));
  }
  if (newer.retention.years < older.retention.years) {
    facts.push(
      factOf('retention-shortened', 'none', '/retention/years', older.retention.years, newer.retention.years),
    );
  }
  return facts;
}

/**
 * Terms hold for every version, so that what differs in them takes effect by itself: nothing is to be
 * confirmed.
 */
function factOf(
  kind: TermsFactKind,
  direction: Direction,
  path: string,
  older: Json | undefined,
  newer: Json | undefined,
): Fact {
  const values = { ...(older === undefined ? {} : { older }), ...(newer === undefined ? {} : { newer }) };
  const fix = factFix(kind, direction);
  return {
    kind,
    direction,
    of: 'terms',
    path,
    ...values,
    hurts: hurtsOf[direction],
    message: changeSentence(kind, values),
    ...(fix ? { fix } : {}),
    isConfirmed: true,
  };
}
