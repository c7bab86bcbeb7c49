import {
  type CloudEvent,
  checkEvent,
  type DecodedEvent,
  type RawEvent,
  sourceParts,
  typeParts,
} from '@tongban/cloudevents';
import { type Contract, type ContractCatalogue, validateEvent } from '@tongban/contracts';
import { type Append, type EventStore, newEvent, streamName } from '@tongban/event-store';
import { platformNames } from '@tongban/http';
import { failed, limits, ok, type Problem, type Result, type TongbanError } from '@tongban/kernel';
import { sharingErrors } from '../domain/errors.ts';
import { personalInClear } from '../domain/personal-in-clear.ts';
import { sealedForms } from '../domain/sealed-forms.ts';
import { exchangeErrors } from '../errors.ts';
import { contractRefusal, sequenceKey, unknownType, unknownTypeProblem } from './contract-of-event.ts';
import type { SignatureCheck } from './signature-check.ts';

/** Who sends: a department's system, as its token says. */
export interface Sender {
  readonly department: string;
  readonly system: string;
}

/** Where an event is to be recorded, or why it is not. */
export type Admitted = Result<Append, TongbanError>;

/** Decides whether an event may be recorded, and where. Changes nothing. */
export interface Admission {
  /** At once where the event needs no key: no signature to check, no personal field to seal. */
  admit(decoded: DecodedEvent, sender: Sender): Promise<Admitted> | Admitted;
}

export interface AdmissionOptions {
  /** The contracts in force now: the folder and what was registered at run time. */
  readonly catalogue: () => ContractCatalogue;
  readonly checkSignature: SignatureCheck;
  /** The event of an id that is recorded already. Asked only of what is refused. */
  readonly find: EventStore['find'];
  /** Whether a recorded event, whose personal fields are sealed, says what this one says in clear. */
  readonly isSaidBy: (recorded: CloudEvent, sent: CloudEvent) => Promise<boolean>;
  /** Seals the fields that the contract marks as personal. */
  readonly seal: (event: CloudEvent, contract: Contract) => Promise<CloudEvent>;
}

/**
 * The door: owner, envelope, contract, signature, in this order of authority but with all defects reported at once.
 * Only an event of another owner is turned away at the first look, since its sender has no business with the details, and
 * one under a refused version of a contract, since nothing that its sender could change of it would help.
 */
export function openAdmission(options: AdmissionOptions): Admission {
  /**
   * Rules change, keys lose their past, contracts are refused later: an event that was recorded under the rules of its day
   * is answered as recorded all the same. Whoever repeats it learns that nothing was lost, and nothing changes.
   */
  const unlessRecorded = async (event: CloudEvent, refusal: TongbanError): Promise<Admitted> => {
    const recorded = await options.find(event.source, event.id);
    if (!recorded || !(await options.isSaidBy(recorded.event, event))) return failed(refusal);
    const { stream, id, source, type, bytes } = recorded;
    return ok({ stream, expected: 'any', events: [{ id, source, type, bytes }] });
  };
  const keyed = async (event: CloudEvent, contract: Contract, text?: Uint8Array): Promise<Admitted> => {
    const refusal = await options.checkSignature(event, contract, text);
    if (refusal) return unlessRecorded(event, refusal);
    const sealed = await sealing(options.seal(event, contract));
    const admitted = sealed.ok
      ? placed(event, sealed.value, contract, sealed.value === event ? text : undefined)
      : sealed;
    return admitted.ok ? admitted : unlessRecorded(event, admitted.failure);
  };
  return {
    admit(decoded, sender) {
      const { raw } = decoded;
      if (!raw) return failed(invalid(decoded.problems, '', undefined));
      const foreign = ownerRefusal(raw, sender);
      if (foreign) return failed(foreign);
      const profile = checkEvent(decoded);
      const catalogue = options.catalogue();
      const type = typeof raw.type === 'string' ? raw.type : '';
      const refuse = (refusal: TongbanError): Promise<Admitted> | Admitted =>
        profile.ok ? unlessRecorded(profile.value, refusal) : failed(refusal);
      const refused = contractRefusal(type, raw.dataschema, catalogue);
      if (refused) return refuse(refused);
      const contract = catalogue.get(type);
      const problems: Problem[] = profile.ok ? [] : [...profile.failure];
      if (contract) {
        problems.push(...contractProblems(contract, raw, decoded.problems));
        if (profile.ok) {
          problems.push(...personalInClear(profile.value, contract.terms.personalData));
          problems.push(...sealedForms(profile.value.data));
        }
      } else if (problems.length === 0) return refuse(unknownType(type, catalogue));
      else if (typeParts(type)) problems.push(unknownTypeProblem(type, catalogue));
      if (!profile.ok || !contract || problems.length > 0) return refuse(invalid(problems, type, contract));
      const event = profile.value;
      const { signature, personalData } = contract.terms;
      const needsKey = event.sig !== undefined || signature === 'required' || personalData.length > 0;
      return needsKey
        ? keyed(event, contract, decoded.canonical)
        : placed(event, event, contract, decoded.canonical);
    },
  };
}

/** What breaks the contract. Of what was nested too deep to be read, nothing but that is told. */
function contractProblems(
  contract: Contract,
  raw: RawEvent,
  ofEncoding: readonly Problem[],
): readonly Problem[] {
  const problems = validateEvent(contract, raw);
  if (ofEncoding.length === 0) return problems;
  const unread = new Set(ofEncoding.filter(({ rule }) => rule === 'depth').map(({ pointer }) => pointer));
  return problems.filter(({ pointer }) => !unread.has(pointer));
}

/** Where an event belongs that was found sound: by what was sent, with what is to be recorded of it, whose text may be at hand. */
function placed(sent: CloudEvent, event: CloudEvent, contract: Contract, text?: Uint8Array): Admitted {
  const recorded = newEvent(event, text);
  if (recorded.bytes.length > limits.eventBytesMax) return failed(tooLarge(recorded.bytes.length));
  const { category } = contract.terms.sequence;
  const stream = streamName(contract.owner, category, sequenceKey(contract, sent));
  return ok({ stream, expected: 'any', events: [recorded] });
}

/** A personal field without its person is a defect of its own event: it does not hold up the rest of a batch. */
async function sealing(seal: Promise<CloudEvent>): Promise<Result<CloudEvent, TongbanError>> {
  try {
    return ok(await seal);
  } catch (error) {
    if (sharingErrors.is(error, 'E_PERSON_UNNAMED')) return failed(error);
    throw error;
  }
}

/**
 * A department publishes only what it owns, under its own source, and nobody what the platform itself records. Where
 * the parts cannot be read, the profile says so.
 */
function ownerRefusal(raw: RawEvent, { department }: Sender): TongbanError | undefined {
  const type = typeof raw.type === 'string' ? raw.type : '';
  const owner = type.slice(0, Math.max(0, type.indexOf('.')));
  if (platformNames.has(owner)) {
    return exchangeErrors.error('E_NOT_THE_OWNER', {
      detail: {
        zh: `类型 ${type} 由平台自身记录，任何一方都不能发布；请改用相应的接口，平台会随之记录`,
        en: `The platform itself records the type ${type}, and nobody publishes it; use the route that does what you want, and the event follows`,
      },
      facts: { eventType: type, owner, department },
    });
  }
  if (owner !== '' && owner !== department) {
    return exchangeErrors.error('E_NOT_THE_OWNER', {
      detail: {
        zh: `类型 ${type} 属于“${owner}”，您的令牌属于“${department}”；请用“${owner}”的令牌发布，或使用本部门的事件类型`,
        en: `The type ${type} belongs to "${owner}" and your token to "${department}"; publish with a token of "${owner}", or use a type of your own`,
      },
      facts: { eventType: type, owner, department },
    });
  }
  const sourceDepartment = typeof raw.source === 'string' ? sourceParts(raw.source)?.department : undefined;
  if (sourceDepartment !== undefined && sourceDepartment !== department) {
    return exchangeErrors.error('E_NOT_THE_OWNER', {
      detail: {
        zh: `source 为 ${String(raw.source)}，应以 /departments/${department}/ 开头`,
        en: `The source is ${String(raw.source)}; yours begins with /departments/${department}/`,
      },
      facts: { source: raw.source, department },
      problems: [
        {
          pointer: '/source',
          rule: 'own-source',
          expected: `/departments/${department}/…`,
          message: {
            zh: `source 应以 /departments/${department}/ 开头`,
            en: `source begins with /departments/${department}/`,
          },
        },
      ],
    });
  }
  return undefined;
}

function invalid(problems: readonly Problem[], type: string, contract: Contract | undefined): TongbanError {
  return exchangeErrors.error('E_EVENT_INVALID', {
    detail: {
      zh: `事件有 ${problems.length} 处不符合要求，未接收；逐项更正后用同一编号重发`,
      en: `The event breaks ${problems.length} rule${problems.length === 1 ? '' : 's'} and was not accepted; correct what is listed and send it again with the same id`,
    },
    facts: { eventType: type, ...(contract ? { contractOwner: contract.owner } : {}) },
    problems,
  });
}

function tooLarge(bytes: number): TongbanError {
  return exchangeErrors.error('E_EVENT_TOO_LARGE', {
    detail: {
      zh: `事件为 ${bytes} 字节，最多 ${limits.eventBytesMax} 字节；请把大附件存放在本部门并在事件中写明其摘要`,
      en: `The event has ${bytes} bytes and ${limits.eventBytesMax} are allowed; keep large documents in your system and put their digest into the event`,
    },
    facts: { bytes, bytesMax: limits.eventBytesMax },
  });
}
