import { remembered } from '@tongban/kernel';

/** Media types of the JSON event format. */
export const structuredMediaType = 'application/cloudevents+json';
export const batchMediaType = 'application/cloudevents-batch+json';
export const jsonMediaType = 'application/json';

export interface MediaType {
  /** `type/subtype` in lower case, without parameters. */
  readonly essence: string;
  /** In lower case, or undefined. */
  readonly charset: string | undefined;
}

const essencePattern = /^[ \t]*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)[ \t]*(?:;|$)/;
const charsetPattern = /;[ \t]*charset="?([^\s;"]*)"?[ \t]*(?:;|$)/i;

/** Reads a Content-Type, as far as events need it; undefined where it is none. */
export const parseMediaType: (header: string) => MediaType | undefined = remembered((header) => {
  const essence = essencePattern.exec(header)?.[1]?.toLowerCase();
  if (essence === undefined) return undefined;
  return { essence, charset: charsetPattern.exec(header)?.[1]?.toLowerCase() };
});

/** Whether a media type declares JSON: `…/json` or `…+json` (CloudEvents JSON format §3.1.1). */
export function isJsonMediaType(essence: string): boolean {
  return essence.endsWith('/json') || essence.endsWith('+json');
}
