import type { LocalDate } from '@tongban/calendar';
import type { Actor } from './actor.ts';
import type { PublishedItem } from './directory-item.ts';
import type { DataOf } from './domain-event.ts';
import type { FieldPointer } from './field-pointer.ts';

type Request = DataOf<'sharing.access-requested.v1'>;
type Way = Request['way'];

/** What a department writes into its request (政务数据共享条例 art. 20). */
export interface AccessRequest {
  readonly type: string;
  readonly purpose: Request['purpose'];
  readonly scenario: string;
  /** Id of a row of the bases: `order-809`; courts bring their own. */
  readonly basis: string;
  readonly legalBasis: Request['legalBasis'];
  readonly fields: readonly FieldPointer[];
  /** Why each personal field is necessary; a statement covers the fields below its pointer. */
  readonly necessity: Request['necessity'];
  readonly from: string;
  readonly to: string;
  readonly way: Way;
  /** ISO 3166 code of where the data will be kept: the mainland, `CN`. */
  readonly storageRegion: string;
  readonly signedOffBy: Request['signedOffBy'];
}

export type RefusalReason = DataOf<'sharing.access-refused.v1'>['reasonCode'];
export type MisuseReason = DataOf<'sharing.access-suspended.v1'>['reasonCode'];

/** Every command says who gives it and on which day in Asia/Shanghai. */
export type GrantCommand = { readonly actor: Actor; readonly on: LocalDate } & GrantAct;

/** The commands of one kind. */
export type GrantCommandOf<Kind extends GrantCommand['kind']> = Extract<
  GrantCommand,
  { readonly kind: Kind }
>;

/** The directory's item of the type, as it is published at the moment; undefined where it lists none. */
type ItemNow = PublishedItem | undefined;

type GrantAct =
  | {
      readonly kind: 'request';
      readonly grantId: string;
      readonly request: AccessRequest;
      readonly item: ItemNow;
    }
  | { readonly kind: 'list-missing'; readonly missing: readonly string[] }
  | { readonly kind: 'supplement'; readonly supplements: readonly string[] }
  | {
      readonly kind: 'extend-reply';
      readonly workingDays: number;
      readonly consentId: string;
      readonly reason: string;
    }
  | { readonly kind: 'note-overdue'; readonly deadlineId: string; readonly dueOn: string }
  | {
      readonly kind: 'agree';
      readonly item: ItemNow;
      /** Left out: what was asked for. */
      readonly fields?: readonly FieldPointer[];
      readonly from?: string;
      readonly to?: string;
      readonly conditions?: string;
      readonly disposal: string;
    }
  | {
      readonly kind: 'refuse';
      readonly item: ItemNow;
      readonly reasonCode: RefusalReason;
      readonly reason: string;
    }
  | { readonly kind: 'provision'; readonly item: ItemNow }
  | { readonly kind: 'suspend'; readonly reasonCode: MisuseReason; readonly reason: string }
  | { readonly kind: 'restore'; readonly rectification: string }
  | { readonly kind: 'terminate'; readonly reasonCode: MisuseReason; readonly reason: string }
  | { readonly kind: 'end-purpose'; readonly reason: string }
  | {
      readonly kind: 'dispose';
      readonly method: DataOf<'sharing.data-disposed.v1'>['method'];
      readonly certificate: DataOf<'sharing.data-disposed.v1'>['certificate'];
    }
  | {
      readonly kind: 'consent-onward';
      readonly to: string;
      /** The departments that are known. */
      readonly departments: readonly string[];
      readonly fields: readonly FieldPointer[];
      readonly purpose: string;
      readonly consentId: string;
    }
  | {
      readonly kind: 'report-excess';
      readonly exceeded: DataOf<'sharing.scope-exceeded.v1'>['kind'];
      readonly finding: string;
    }
  | { readonly kind: 'dispute'; readonly ground: string }
  | {
      readonly kind: 'coordinate';
      readonly item: ItemNow;
      readonly level: DataOf<'sharing.dispute-coordinated.v1'>['level'];
      readonly outcome: DataOf<'sharing.dispute-coordinated.v1'>['outcome'];
      readonly opinion: string;
    }
  | {
      readonly kind: 'decide-dispute';
      readonly item: ItemNow;
      readonly outcome: DataOf<'sharing.dispute-decided.v1'>['outcome'];
      readonly decisionNo: string;
      readonly decision: string;
    };
