import type { Json, Localized } from '@tongban/kernel';

/** Everything that can differ between two versions of a schema, or of the terms. */
export type FactKind =
  | 'required-added'
  | 'required-removed'
  | 'property-added'
  | 'property-removed'
  | 'type-changed'
  | 'enum-added'
  | 'enum-narrowed'
  | 'enum-widened'
  | 'enum-removed'
  | 'const-changed'
  | `${Bound}-${'raised' | 'lowered' | 'added' | 'removed'}`
  | `${'pattern' | 'format'}-${'added' | 'changed' | 'removed'}`
  | `unique-items-${'added' | 'removed'}`
  | 'comparison-incomplete'
  | TermsFactKind;

export type Bound = 'min-length' | 'max-length' | 'minimum' | 'maximum' | 'min-items' | 'max-items';

export type TermsFactKind =
  | 'subject-changed'
  | 'sequence-key-changed'
  | 'sharing-class-changed'
  | 'personal-data-added'
  | 'personal-data-removed'
  | 'personal-data-person-changed'
  | 'signature-required-added'
  | 'signature-required-removed'
  | 'retention-shortened';

/**
 * Whom a difference stands against. `reader`: what old events contain and old writers send, the reader on the
 * new version refuses. `writer`: what a writer on the new version may send, a reader on the old version
 * refuses. `none`: neither.
 */
export type Direction = 'reader' | 'writer' | 'none';

/** Who notices. */
export type Hurt = 'stored-events' | 'writers' | 'readers';

/** One difference between two versions. */
export interface Fact {
  readonly kind: FactKind;
  readonly direction: Direction;
  /** Whether it is in the schema of the data or in the terms. */
  readonly of: 'data' | 'terms';
  /** JSON Pointer into `data`, with `*` for every element of an array; for terms, into `contract.json`. */
  readonly path: string;
  readonly older?: Json;
  readonly newer?: Json;
  readonly hurts: readonly Hurt[];
  readonly message: Localized;
  /** What to do instead; there where somebody is hurt. */
  readonly fix?: Localized;
  /** Data that fits the schema of the one side and is refused by the other. Ajv was asked. */
  readonly counterExample?: Json;
  /** False where somebody seems hurt and no counter-example was found: then it is our caution that speaks. */
  readonly isConfirmed: boolean;
}

/** A difference as the comparison finds it, before sentences and counter-example. */
export interface Finding {
  readonly kind: FactKind;
  readonly direction: Direction;
  /** Names of members, `*` for elements. */
  readonly path: readonly string[];
  readonly older?: Json;
  readonly newer?: Json;
  /** What is called by the description of its schema. */
  readonly field: Localized;
  /**
   * Values for this place, of which one side takes and the other side refuses at least one, if it went well.
   */
  readonly witnesses: readonly Witness[];
}

/** A value for the place of a finding, or that nothing is there. */
export type Witness = { readonly value: Json } | 'absent';
