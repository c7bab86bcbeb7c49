import { expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '2400:3200::1', '2600::1', '3ffe::1'])(
  'lets %s through',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '::127.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b:1::a00:1',
  '2001:0:7f00:1::',
  '2001:db8::1',
  '3fff::1',
  'fec0::1',
  '5f00::1',
  '4000::1',
  'ff02::1',
  'localhost',
  '',
  '127.1',
  '0x7f000001',
])('keeps %s out', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});
