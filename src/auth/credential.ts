/** The scheme's name in any case, spaces, and a token of no more than this: ours have 46 and 65 characters. */
const BEARER = /^bearer +([0-9A-Za-z_]{1,80})$/i;

/**
 * The bearer token of a request (RFC 6750 section 2.1).
 *
 * @param rawHeaders names and values in turn, as Node's `rawHeaders`: the parsed headers show only the first of several
 * Authorization headers, and a proxy in front may have judged another
 * @returns null when there is no Authorization header, and `malformed` when there are several or it is no bearer token
 */
export function readBearerToken(rawHeaders: readonly string[]): { token: string } | 'malformed' | null {
  let header: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (header !== undefined) return 'malformed';
    header = rawHeaders[i + 1];
  }
  if (header === undefined) return null;
  const token = BEARER.exec(header)?.[1];
  return token === undefined ? 'malformed' : { token };
}
