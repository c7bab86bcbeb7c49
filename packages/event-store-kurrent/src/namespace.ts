import { type StreamName, storeErrors } from '@tongban/event-store';

/** The streams of one store on a server that has others too. */
export interface Namespace {
  /** What the names of all its event streams begin with, and of no other stream. */
  readonly prefix: string;
  /** The server's name of one of our streams. */
  serverStream(stream: StreamName): string;
  /** The stream that a server's name stands for; undefined where it is none of ours. */
  ownStream(name: string): StreamName | undefined;
  /** The stream of the claims to an event. */
  claimStream(uuid: string): string;
}

const namePattern = /^[a-z][a-z0-9]{0,31}$/;

/**
 * `tongban` has the streams `tongban.tax.taxpayer-91350100M000100Y43` and `tongban-claim-<uuid>`.
 * @throws E_STORE_ARGUMENT where the name is not a letter and up to 31 letters or digits, all lower case
 */
export function namespaceOf(name: string): Namespace {
  if (!namePattern.test(name)) {
    throw storeErrors.error('E_STORE_ARGUMENT', {
      detail: {
        zh: `命名空间 ${name} 无效：须以小写字母开头，仅含小写字母和数字，至多 32 个字符`,
        en: `${name} is no namespace: a lower-case letter, then up to 31 lower-case letters and digits`,
      },
      facts: { namespace: name },
    });
  }
  const prefix = `${name}.`;
  return {
    prefix,
    serverStream: (stream) => prefix + stream,
    ownStream: (full) => (full.startsWith(prefix) ? (full.slice(prefix.length) as StreamName) : undefined),
    claimStream: (uuid) => `${name}-claim-${uuid}`,
  };
}
