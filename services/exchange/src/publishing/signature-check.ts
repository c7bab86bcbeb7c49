import type { CloudEvent } from '@tongban/cloudevents';
import { verifyEventAside } from '@tongban/cloudevents/signature';
import type { Contract } from '@tongban/contracts';
import type { TongbanError } from '@tongban/kernel';
import { keyAt } from '../domain/department-keys.ts';
import { exchangeErrors } from '../errors.ts';
import type { KeyView } from '../registers/key-view.ts';

/**
 * Why an event's signature does not do; undefined where it does, or where none is there and none is required. The
 * canonical text of the event may be given where it is at hand.
 */
export type SignatureCheck = (
  event: CloudEvent,
  contract: Contract,
  canonical?: Uint8Array,
) => Promise<TongbanError | undefined>;

/** Checks signatures with the keys that departments registered, as they stood at the time of the event. */
export function signatureCheck(keys: KeyView): SignatureCheck {
  return async (event, contract, canonical) => {
    const { sig, sigkeyid, sigalg } = event;
    if (sig === undefined || sigkeyid === undefined) {
      return contract.terms.signature === 'required' ? signatureRequired(event) : undefined;
    }
    const known = (await keys.current()).get(contract.owner);
    const key = known?.get(sigkeyid);
    if (!known || !key || key.algorithm !== sigalg) {
      return exchangeErrors.error('E_SIGNATURE_KEY_UNKNOWN', {
        detail: {
          zh: `“${contract.owner}”没有登记编号为 ${sigkeyid}、算法为 ${sigalg} 的密钥；请先用 POST /v1/keys 登记公钥`,
          en: `"${contract.owner}" has registered no ${sigalg} key ${sigkeyid}; register the public key by POST /v1/keys first`,
        },
        facts: { owner: contract.owner, keyId: sigkeyid, algorithm: sigalg },
      });
    }
    if (!keyAt(known, sigkeyid, Date.parse(event.time))) {
      return exchangeErrors.error('E_SIGNATURE_KEY_REVOKED', {
        detail: {
          zh: `密钥 ${sigkeyid} 在 ${event.time} 时不在有效期内；请用有效密钥重新签名`,
          en: `The key ${sigkeyid} was not in force at ${event.time}; sign again with one that is`,
        },
        facts: { keyId: sigkeyid, time: event.time },
      });
    }
    if ((await verifyEventAside(event, keys.verificationKey(key), canonical)).ok) return undefined;
    return exchangeErrors.error('E_SIGNATURE_WRONG', {
      detail: {
        zh: `签名不符：应对去掉 sig 后事件的 RFC 8785 规范形式签名（密钥 ${sigkeyid}，算法 ${sigalg}）`,
        en: `The signature does not match: sign the RFC 8785 form of the event without sig (key ${sigkeyid}, ${sigalg})`,
      },
      facts: { keyId: sigkeyid, algorithm: sigalg },
    });
  };
}

function signatureRequired({ type }: CloudEvent): TongbanError {
  return exchangeErrors.error('E_SIGNATURE_REQUIRED', {
    detail: {
      zh: `类型 ${type} 的事件须签名：请给出 sigalg、sigkeyid 和 sig`,
      en: `Events of ${type} are signed: give sigalg, sigkeyid and sig`,
    },
    facts: { eventType: type },
    problems: [
      {
        pointer: '/sig',
        rule: 'required',
        message: { zh: '该契约要求签名', en: 'The contract requires a signature' },
      },
    ],
  });
}
