import { isIPv6 } from 'node:net';

/**
 * What a client's address is counted by. An IPv6 client owns at least the lower 64 bits of its address and could take a
 * new one for every try, so only the upper 64 count (RFC 6177 section 2); an IPv4 address counts as a whole, also when it
 * is written as IPv6.
 */
export function clientNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(plain) ? `${upperGroups(plain).join(':')}::/64` : plain;
}

function upperGroups(address: string): string[] {
  const [left = '', right] = address.split('::');
  const groups = (text: string): string[] => text.split(':').filter(Boolean);
  const known = groups(left);
  const after = groups(right ?? '');
  // A trailing dotted quad stands for two groups.
  const width = known.length + after.length + (after.at(-1)?.includes('.') ? 1 : 0);
  const zeros = right === undefined ? [] : Array<string>(Math.max(0, 8 - width)).fill('0');
  return [...known, ...zeros, ...after].slice(0, 4).map((group) => parseInt(group, 16).toString(16));
}
