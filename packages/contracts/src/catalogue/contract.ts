import type { JsonObject, Localized } from '@tongban/kernel';
import type { UpcastOperation } from '../upcasting/upcast-operation.ts';

/**
 * How sure a legal citation is: P primary text read, S secondary source, K from knowledge, D platform design.
 */
export type Confidence = 'P' | 'S' | 'K' | 'D';

export interface Citation {
  readonly source: string;
  readonly article: string;
  readonly confidence: Confidence;
}

/** What the `subject` of an event is. Only a `uscc` is checked beyond its characters. */
export type SubjectKind = 'uscc' | 'case' | 'asset' | 'account' | 'grant' | 'department' | 'id';

/** 无条件共享, 有条件共享, 不予共享. */
export type SharingClass = 'unconditional' | 'conditional' | 'not-shared';

export interface SharingTerms {
  readonly class: SharingClass;
  /** There exactly where the class is `conditional`. */
  readonly conditions?: Localized;
  /**
   * There exactly where the class is `not-shared`: the law, regulation or State Council decision that says
   * so.
   */
  readonly citation?: Citation;
}

/** A field that is encrypted under the key of a person. */
export interface PersonalField {
  /** JSON Pointer into `data`; `*` as a step is every element of an array. */
  readonly pointer: string;
  /** Pointer into `data` to the opaque id of the person, with the same `*`; or `subject`. */
  readonly person: string;
}

/** The terms of an event type: what `contract.json` says. They hold for every version of it. */
export interface ContractTerms {
  readonly owner: string;
  readonly name: string;
  readonly title: Localized;
  readonly description: Localized;
  /** One line with `{subject}`, `{source}`, `{time}` and `{data.path}` in it. */
  readonly summary: Localized;
  readonly purpose: Localized;
  readonly legalBasis: readonly Citation[];
  readonly subject: SubjectKind;
  readonly sharing: SharingTerms;
  readonly personalData: readonly PersonalField[];
  readonly retention: { readonly years: number; readonly basis: string };
  /**
   * Events of one `<owner>.<category>-<value of key>` are one stream; `key` is `subject` or a pointer into
   * `data`.
   */
  readonly sequence: { readonly category: string; readonly key: string };
  readonly signature: 'required' | 'optional';
}

/** One released version of the schema of `data`. */
export interface ContractVersion {
  readonly major: number;
  readonly minor: number;
  /** `<major>.<minor>` */
  readonly version: string;
  /** The URL that events name; equals the `$id` of the schema. Nothing is ever fetched from there. */
  readonly dataschema: string;
  readonly schema: JsonObject;
  /** `sha256-<hex>` of the RFC 8785 form of the schema. */
  readonly hash: string;
}

/** How data of the latest version of the major before becomes data of this major. */
export interface Upcaster {
  readonly operations: readonly UpcastOperation[];
  /** `sha256-<hex>` of the RFC 8785 form of the operations. */
  readonly hash: string;
}

/** What holds for one event type, that is, for one major version: its terms and its minor versions. */
export interface Contract {
  /** `<owner>.<name>.v<major>` */
  readonly type: string;
  readonly owner: string;
  readonly name: string;
  readonly major: number;
  readonly terms: ContractTerms;
  /** Ascending by minor version; never empty. */
  readonly versions: readonly ContractVersion[];
  readonly latest: ContractVersion;
  /** There for every major but the first, and but one whose first version is refused. */
  readonly upcaster?: Upcaster;
}
