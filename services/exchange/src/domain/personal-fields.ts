// node:crypto is the one dependency on the runtime in the domain: sealing is a pure function of its arguments, and
// there is no AES or HMAC without it that answers at once (Web Crypto only promises).
import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto';
import { canonicalJson, jsonPointer, type Problem, pointerPath, type TongbanError } from '@tongban/kernel';
import { sharingErrors } from './errors.ts';

/** What a contract says of one personal field: where it is, and where the person it belongs to is named. */
export interface PersonalField {
  /** JSON Pointer into `data`, with `*` for every element of an array. */
  readonly pointer: string;
  /** JSON Pointer into `data` with the same `*`, or `subject`. */
  readonly person: string;
}

/** AES-256 key of one person. The id is random: it says nothing of the person. */
export interface PersonKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

export interface PersonalEvent {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly data: object;
}

export interface Opened<Event> {
  readonly event: Event;
  /** Pointers into `data` of the fields whose key was destroyed. They are not in the event any more. */
  readonly erased: readonly string[];
}

/** What every sealed text begins with, and no other text in the data of an event. */
export const sealMark = 'enc:v1:';
const sealedForm = /^enc:v1:([A-Za-z0-9._-]{1,64}):([A-Za-z0-9_-]+)$/;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * The persons whose fields an event carries: whose keys `sealPersonalFields` asks for.
 *
 * @throws E_PERSON_UNNAMED where a personal field is there and its person is not.
 */
export function personsOf(event: PersonalEvent, fields: readonly PersonalField[]): readonly string[] {
  return [...new Set(placesOf(event, fields).map(({ person }) => person))];
}

/**
 * The event with its personal fields sealed: AES-256-GCM under the key of the person, bound to source, id and
 * pointer. The nonce is derived from these and the text, so that the same event sealed again is the same, byte for
 * byte, and a retry is known as one.
 *
 * @throws E_PERSON_UNNAMED as `personsOf` does.
 */
export function sealPersonalFields<Event extends PersonalEvent>(
  event: Event,
  fields: readonly PersonalField[],
  keyOf: (person: string) => PersonKey,
): Event {
  const places = placesOf(event, fields);
  if (places.length === 0) return event;
  let { data } = event;
  for (const { path, person, text } of places) {
    data = replaceAt(data, path, seal(text, keyOf(person), bindingOf(event, path))) as object;
  }
  return { ...event, data };
}

/**
 * The event with its sealed fields opened. A field whose key was destroyed is left out and named in `erased`.
 *
 * @param keyOf the key of an id; undefined where it was destroyed.
 * @throws E_SEALED_FIELD_CORRUPT where a field was changed or moved since it was sealed.
 */
export function openPersonalFields<Event extends PersonalEvent>(
  event: Event,
  fields: readonly PersonalField[],
  keyOf: (keyId: string) => Uint8Array | undefined,
): Opened<Event> {
  const places = sealedPlaces(event, fields);
  if (places.length === 0) return { event, erased: [] };
  let { data } = event;
  const erased: string[] = [];
  for (const { path, sealed: text, keyId } of places) {
    const key = keyOf(keyId);
    const opened = key && open(text, key, bindingOf(event, path));
    if (opened === undefined) erased.push(jsonPointer(path));
    data = replaceAt(data, path, opened) as object;
  }
  return { event: { ...event, data }, erased };
}

/**
 * The event without any sealed text, and where they were: for who cannot know which fields its contract calls personal.
 * In an array null stands in the place of one.
 */
export function withoutSealed<Event extends PersonalEvent>(event: Event): Opened<Event> {
  const erased: string[] = [];
  const cleared = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof value === 'string' && value.startsWith(sealMark)) {
      erased.push(jsonPointer(path));
      return undefined;
    }
    if (Array.isArray(value)) return value.map((element, at) => cleared(element, [...path, at]) ?? null);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, member]) => [name, cleared(member, [...path, name])]);
    return Object.fromEntries(members.filter(([, member]) => member !== undefined));
  };
  const data = cleared(event.data, []) as object;
  return { event: { ...event, data }, erased };
}

/** Ids of the keys under which the fields of an event are sealed: whose keys `openPersonalFields` asks for. */
export function keyIdsOf(event: PersonalEvent, fields: readonly PersonalField[]): readonly string[] {
  return [...new Set(sealedPlaces(event, fields).map(({ keyId }) => keyId))];
}

function seal(text: string, { keyId, key }: PersonKey, binding: readonly string[]): string {
  const bound = canonicalJson(binding);
  // Of bytes Node 24 finds out at every use, and at five times the cost of the use, that they are no key object.
  const secret = createSecretKey(key);
  const nonce = createHmac('sha256', secret)
    .update(canonicalJson([...binding, text]))
    .digest()
    .subarray(0, nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(bound));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${sealMark}${keyId}:${sealed.toString('base64url')}`;
}

function open(sealed: string, key: Uint8Array, binding: readonly string[]): string {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(canonicalJson(binding)))
      .setAuthTag(bytes.subarray(-tagBytes));
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw corrupt(binding, cause);
  }
}

function corrupt([source, id, pointer]: readonly string[], cause?: unknown): TongbanError {
  return sharingErrors.error('E_SEALED_FIELD_CORRUPT', { facts: { source, id, pointer }, cause });
}

/** What a sealed text belongs to: moved to another event or field, it does not open. */
function bindingOf(event: PersonalEvent, path: readonly (string | number)[]): readonly string[] {
  return [event.source, event.id, jsonPointer(path)];
}

export interface Place {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

function placesOf(event: PersonalEvent, fields: readonly PersonalField[]): (Place & { person: string })[] {
  const problems: Problem[] = [];
  const places = fields.flatMap((field) =>
    textsAt(event.data, pointerPath(field.pointer)).flatMap((place) => {
      const person = personAt(event, field, place.path);
      if (person !== undefined) return [{ ...place, person }];
      problems.push(personUnnamed(place.path, field));
      return [];
    }),
  );
  if (problems.length > 0) throw sharingErrors.error('E_PERSON_UNNAMED', { problems });
  return places;
}

interface SealedPlace {
  readonly path: readonly (string | number)[];
  readonly keyId: string;
  /** Nonce, ciphertext and tag, base64url. */
  readonly sealed: string;
}

/** What is not marked as sealed was recorded before its contract called it personal: it is left as it is. */
function sealedPlaces(event: PersonalEvent, fields: readonly PersonalField[]): readonly SealedPlace[] {
  return fields
    .flatMap(({ pointer }) => textsAt(event.data, pointerPath(pointer)))
    .filter(({ text }) => text.startsWith(sealMark))
    .map(({ path, text }) => {
      const [, keyId, sealed] = sealedForm.exec(text) ?? [];
      if (keyId === undefined || sealed === undefined) throw corrupt(bindingOf(event, path));
      return { path, keyId, sealed };
    });
}

/** The texts that a pointer with `*` names in this data. What is no text is none of ours: the contract refused it. */
export function textsAt(
  value: unknown,
  steps: readonly string[],
  path: readonly (string | number)[] = [],
): readonly Place[] {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'string' ? [{ path, text: value }] : [];
  if (Array.isArray(value)) {
    return step === '*' ? value.flatMap((element, at) => textsAt(element, rest, [...path, at])) : [];
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return textsAt((value as Record<string, unknown>)[step], rest, [...path, step]);
}

/** The person of a field: `*` in its pointer stands for the same elements as in the field's own path. */
function personAt(
  event: PersonalEvent,
  field: PersonalField,
  path: readonly (string | number)[],
): string | undefined {
  if (field.person === 'subject') return event.subject;
  const indices = path.filter((step) => typeof step === 'number');
  const steps = pointerPath(field.person).map((step) => (step === '*' ? (indices.shift() ?? step) : step));
  let value: unknown = event.data;
  for (const step of steps) value = (value as Record<string | number, unknown> | undefined | null)?.[step];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function personUnnamed(path: readonly (string | number)[], field: PersonalField): Problem {
  return {
    pointer: `/data${jsonPointer(path)}`,
    rule: 'person-unnamed',
    expected: `/data${field.person}`,
    message: {
      zh: `个人信息字段须有所属个人的编号，应在 ${field.person}`,
      en: `A personal field needs the id of its person, expected at ${field.person}`,
    },
  };
}

/**
 * A copy of a value with another text at a path that exists in it. Undefined removes the member; in an array it
 * leaves null, so that the other elements keep their places.
 */
function replaceAt(value: unknown, path: readonly (string | number)[], text: string | undefined): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((element, at) => (at === step ? (replaceAt(element, rest, text) ?? null) : element));
  }
  const members = value as Readonly<Record<string, unknown>>;
  const { [step]: replaced, ...others } = members;
  const changed = replaceAt(replaced, rest, text);
  return changed === undefined ? others : { ...members, [step]: changed };
}
