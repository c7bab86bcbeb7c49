import { remembered } from '@tongban/kernel';

/** What an event type says: `tax.clearance-issued.v1`. */
export interface TypeParts {
  readonly owner: string;
  readonly name: string;
  readonly major: number;
}

/** Where an event comes from. The platform's own services are systems of the department `platform`. */
export interface SourceParts {
  readonly department: string;
  readonly system: string;
}

/** What a dataschema names: one version of a contract. */
export interface DataschemaParts extends TypeParts {
  readonly minor: number;
}

/** Where contracts have their names. Nothing is ever fetched from there. */
export const contractsOrigin = 'https://contracts.tongban.example';

const typePattern = /^([a-z][a-z0-9-]{0,63})\.([a-z][a-z0-9-]{0,127})\.v([1-9][0-9]{0,3})$/;
const sourcePattern =
  /^\/(?:departments\/([a-z][a-z0-9-]{0,63})|(platform))\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/;
const dataschemaPattern =
  /^https:\/\/contracts\.tongban\.example\/([a-z][a-z0-9-]{0,63})\/([a-z][a-z0-9-]{0,127})\/([1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$/;

/** The parts of `<owner>.<event-name>.v<major>`, or undefined where it is not one. */
export const typeParts: (type: string) => TypeParts | undefined = remembered((type) => {
  const match = typePattern.exec(type);
  return match ? { owner: match[1] as string, name: match[2] as string, major: Number(match[3]) } : undefined;
});

/** The parts of `/departments/<department>/<system>` or `/platform/<service>`, or undefined. */
export const sourceParts: (source: string) => SourceParts | undefined = remembered((source) => {
  const match = sourcePattern.exec(source);
  return match ? { department: (match[1] ?? match[2]) as string, system: match[3] as string } : undefined;
});

/** The type of a contract's major version. */
export function eventType({ owner, name, major }: TypeParts): string {
  return `${owner}.${name}.v${major}`;
}

/** The URL that names one version of a contract. */
export function dataschemaUrl(owner: string, name: string, major: number, minor: number): string {
  return `${contractsOrigin}/${owner}/${name}/${major}.${minor}`;
}

/** The inverse of `dataschemaUrl`, or undefined. */
export const dataschemaParts: (url: string) => DataschemaParts | undefined = remembered((url) => {
  const match = dataschemaPattern.exec(url);
  if (!match) return undefined;
  const [, owner = '', name = '', major, minor] = match;
  return { owner, name, major: Number(major), minor: Number(minor) };
});
