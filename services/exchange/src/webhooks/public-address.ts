import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Address ranges that no webhook may reach: a department could otherwise make the platform call its own inside
 * (server-side request forgery). IANA special-purpose registries, RFC 6890 and its successors.
 */
const special: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Only 2000::/3 is given out. What lies outside is this machine, links, sites and multicast, and IPv4 that is mapped
  // (::ffff:0:0/96), compatible (::/96) or translated (64:ff9b::/96) could smuggle any of the above.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  // Inside it: tunnelled IPv4 (6to4, Teredo) and documentation.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

// Two lists: in one, Node would take every IPv4 address for its mapped form.
const blocked4 = new BlockList();
const blocked6 = new BlockList();
for (const [network, prefix] of special) {
  if (isIPv6(network)) blocked6.addSubnet(network, prefix, 'ipv6');
  else blocked4.addSubnet(network, prefix, 'ipv4');
}

/** Whether an IP address is one of the public Internet. What is not an IP address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked4.check(address, 'ipv4');
  return family === 6 && !blocked6.check(address, 'ipv6');
}
