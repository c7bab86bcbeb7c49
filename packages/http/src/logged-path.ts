import { naturalIdentifier } from '@tongban/kernel';

/**
 * The path of a request as the log has it. Ids of persons are opaque, and what is not is refused; but a refused request
 * is logged as well, and then the address holds the identity number that somebody took for an id.
 */
export function loggedPath(path: string): string {
  // No natural identifier has fewer digits: most paths are looked at once.
  if (!/\d{10}/.test(path)) return path;
  return path
    .split('/')
    .map((step) => (naturalIdentifier(step) === undefined ? step : '[redacted]'))
    .join('/');
}
