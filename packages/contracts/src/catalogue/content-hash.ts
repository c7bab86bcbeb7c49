import { hash } from 'node:crypto';
import { canonicalJson } from '@tongban/kernel';

/** `sha256-<hex>` over the RFC 8785 form: white space and the order of members do not change it. */
export function contentHash(value: unknown): string {
  return `sha256-${hash('sha256', canonicalJson(value), 'hex')}`;
}
