import type { Facts } from './logger.ts';

/** What stands where a secret or a personal value stood. */
export const redacted = '[redacted]';

/** Names, in lower case without `-` and `_`, whose values are never written. */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'clientassertion',
  'passphrase',
  'jwk',
  'privatejwk',
  'sig',
  'pem',
]);
const secretEndings = ['token', 'secret', 'password', 'apikey', 'privatekey', 'secretkey', 'signingkey'];
/**
 * Personal whichever contract they come from; contracts add their own through the options of
 * `createRedaction`.
 */
const personalNames = ['idcard', 'idcardno', 'identitynumber', 'mobile', 'mobilephone', 'phone', 'email'];

/** JSON Web Tokens and bearer credentials inside longer texts. */
const credentials = /\beyJ[\w-]{6,}\.[\w-]+\.[\w-]*|\bBearer\s+[\w.~+/=-]+/gi;

const depthMax = 6;
const itemsMax = 50;
const textLengthMax = 4_000;

/**
 * Makes the function that copies facts for the log: secrets and personal fields are replaced by their names,
 * errors
 * become plain objects, and what is too deep or too long is cut, so that no input can flood a log.
 */
export function createRedaction(
  personalFields: readonly string[] = [],
): (facts: Facts) => Record<string, unknown> {
  const personal = new Set([...personalNames, ...personalFields.map(normalName)]);

  const copyMembers = (value: object, depth: number): Record<string, unknown> => {
    const copy: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(value)) {
      copy[name] = isSecret(name, personal) ? redacted : copyValue(member, depth);
    }
    return copy;
  };

  const copyValue = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return copyText(value);
    if (typeof value === 'bigint') return value.toString();
    if (value === null || typeof value !== 'object') return value;
    if (depth >= depthMax) return '[deeper]';
    if (value instanceof Error) return copyError(value, depth);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value)) return value.slice(0, itemsMax).map((item) => copyValue(item, depth + 1));
    return copyMembers(value, depth + 1);
  };

  const copyError = (error: Error, depth: number): Record<string, unknown> => ({
    name: error.name,
    message: copyText(error.message),
    ...('code' in error ? { code: error.code } : {}),
    stack: copyText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: copyValue(error.cause, depth + 1) }),
  });

  return (facts) => copyMembers(facts, 0);
}

function isSecret(name: string, personal: ReadonlySet<string>): boolean {
  const plain = normalName(name);
  return (
    secretNames.has(plain) || personal.has(plain) || secretEndings.some((ending) => plain.endsWith(ending))
  );
}

function normalName(name: string): string {
  return name.replaceAll(/[-_]/g, '').toLowerCase();
}

function copyText(text: string): string {
  const short = text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;
  return short.replace(credentials, redacted);
}
