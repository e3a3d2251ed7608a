import { inspect } from 'node:util';
import { crc32 } from 'node:zlib';
import pino from 'pino';
import { ApiKeyToken } from '../src/auth/apiKeyToken';
import { toBase62 } from '../src/auth/base62';

const ID = 'Abcdefgh0123';
const SECRET = 'z'.repeat(43);
const CHECKSUM = toBase62(crc32(ID + SECRET), 6);

describe('an API key as text', () => {
  it('is 65 characters that a double click selects whole, and reads back as the same key', () => {
    for (let i = 0; i < 500; i += 1) {
      const token = ApiKeyToken.generate();
      const text = token.reveal();
      expect(text).toMatch(/^ac_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
      expect(text).toHaveLength(65);
      expect(ApiKeyToken.parse(text)).toMatchObject({ id: token.id, secret: token.secret });
      expect(text.endsWith(token.lastFour)).toBe(true);
    }
  });

  it('pads a short checksum with zeros', () => {
    // The CRC-32 of this secret is below 62^5.
    const id = '000000000000';
    const secret = Array.from({ length: 62 ** 2 }, (_, i) => toBase62(i, 43)).find(
      (text) => crc32(id + text) < 62 ** 4,
    );
    const checksum = toBase62(crc32(`${id}${secret}`), 6);
    expect(checksum).toMatch(/^00/);
    expect(ApiKeyToken.parse(`ac_${id}_${secret}${checksum}`)).toMatchObject({ id, secret });
  });

  it.each([
    ['nothing', ''],
    ['the prefix alone', 'ac_'],
    ['no checksum', `ac_${ID}_${SECRET}`],
    ['a wrong checksum', `ac_${ID}_${SECRET}${CHECKSUM === '000000' ? '000001' : '000000'}`],
    ['a checksum of the secret alone', `ac_${ID}_${SECRET}${toBase62(crc32(SECRET), 6)}`],
    ['one character swapped with the next', `ac_bA${ID.slice(2)}_${SECRET}${CHECKSUM}`],
    ['one character in the other case', `ac_a${ID.slice(1)}_${SECRET}${CHECKSUM}`],
    ['one character too many', `ac_${ID}_${SECRET}${CHECKSUM}0`],
    ['one character too few', `ac_${ID}_${SECRET}${CHECKSUM}`.slice(0, -1)],
    ['a prefix in upper case', `AC_${ID}_${SECRET}${CHECKSUM}`],
    ['the prefix of a session', `as_${ID}_${SECRET}${CHECKSUM}`],
    ['a dash for the line', `ac_${ID}-${SECRET}${CHECKSUM}`],
    ['a space in front', ` ac_${ID}_${SECRET}${CHECKSUM}`],
    ['a line break after it', `ac_${ID}_${SECRET}${CHECKSUM}\n`],
    ['a NUL in it', `ac_${ID}_${SECRET.slice(1)}\0${CHECKSUM}`],
    ['digits that are not ASCII', `ac_${ID}_${'٣'.repeat(43)}${toBase62(crc32(ID + '٣'.repeat(43)), 6)}`],
    ['letters that are not ASCII', `ac_${ID}_${'é'.repeat(43)}${toBase62(crc32(ID + 'é'.repeat(43)), 6)}`],
    ['two keys', `ac_${ID}_${SECRET}${CHECKSUM}`.repeat(2)],
    ['a megabyte', `ac_${'A'.repeat(1_000_000)}`],
  ])('is not a key: %s', (_why, text) => {
    expect(ApiKeyToken.parse(text)).toBeNull();
  });

  it('tells the right tag from every other', () => {
    const token = ApiKeyToken.generate();
    const other = ApiKeyToken.rotate(token.id);
    expect(token.matchTags([token.tag, null, other.tag, '', 'é'.repeat(8), '--------'])).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('shows its public id only, however it is printed', () => {
    const token = ApiKeyToken.generate();
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    logger.info({ token, nested: { token }, list: [token] }, 'made %s %o %j', token, token, token);
    const printed = [
      inspect(token, { showHidden: true, depth: Infinity, getters: false }),
      inspect({ deep: { er: [new Map([['key', token]])] } }, { depth: Infinity }),
      JSON.stringify({ token }),
      `${String(token)} and ${[token].join(', ')}`,
      JSON.stringify({ ...token }),
      JSON.stringify(structuredClone({ ...token })),
      new Error('failed', { cause: token }).stack ?? '',
      inspect(new Error('failed', { cause: token })),
      ...lines,
    ];
    for (const text of printed) expect(text).not.toContain(token.secret);
    expect(printed[0]).toBe(`ac_${token.id}_…`);
  });
});
