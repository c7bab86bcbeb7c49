import { jsonPointer, type Localized, naturalIdentifier, type Problem, pointerPath } from '@tongban/kernel';
import { type PersonalEvent, type PersonalField, textsAt } from './personal-fields.ts';

interface ClearEvent extends PersonalEvent {
  readonly correlationid: string;
  readonly causationid?: string;
}

/** What the id of a person may not be, and what to do instead. */
export const notOpaque: Localized = {
  zh: '个人编号不得为身份号码或手机号码：编号以明文留存。请改用本部门的不透明编号，例如 P-000124',
  en: 'the id of a person is no identity number and no mobile number, since it stays in clear; use an opaque id of your own, such as P-000124',
};

/**
 * Where an event would say in clear what its contract seals: ids of persons that are natural identifiers, and ids, of
 * persons or of the event itself, that are the very text of one of its personal fields. Texts of one character are let
 * be: a code such as `1` says nothing of where it came from.
 */
export function personalInClear(event: ClearEvent, fields: readonly PersonalField[]): readonly Problem[] {
  if (fields.length === 0) return [];
  const persons = personPlaces(event, fields);
  const sealed = sealedTexts(event, fields);
  const { subject, id, correlationid, causationid } = event;
  const ids = new Map([
    ...Object.entries({ subject, id, correlationid, causationid }).map(
      ([name, text]) => [`/${name}`, text] as const,
    ),
    ...persons,
  ]);
  return [...ids].flatMap(([pointer, text]) => {
    if (text === undefined) return [];
    if (persons.has(pointer) && naturalIdentifier(text) !== undefined)
      return [{ pointer, rule: 'opaque-person', message: notOpaque }];
    const field = sealed.get(text);
    return field === undefined ? [] : [sameAsField(pointer, field)];
  });
}

/** The ids of persons in an event by their pointers, whether or not they have a personal field beside them. */
function personPlaces(event: PersonalEvent, fields: readonly PersonalField[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const person of new Set(fields.map((field) => field.person))) {
    if (person === 'subject') places.set('/subject', event.subject);
    else
      for (const { path, text } of textsAt(event.data, pointerPath(person))) places.set(inData(path), text);
  }
  return places;
}

/** Texts of personal fields, with a pointer to one that has it. */
function sealedTexts(event: PersonalEvent, fields: readonly PersonalField[]): ReadonlyMap<string, string> {
  const texts = fields.flatMap(({ pointer }) => textsAt(event.data, pointerPath(pointer)));
  return new Map(texts.filter(({ text }) => text.length > 1).map(({ path, text }) => [text, inData(path)]));
}

function inData(path: readonly (string | number)[]): string {
  return `/data${jsonPointer(path)}`;
}

function sameAsField(pointer: string, field: string): Problem {
  return {
    pointer,
    rule: 'personal-in-clear',
    message: {
      zh: `与个人信息字段 ${field} 的内容相同，会以明文留存；请改用不含个人信息的编号`,
      en: `it has the text of the personal field ${field} and would keep it in clear; use an id that tells nothing of the person`,
    },
  };
}
