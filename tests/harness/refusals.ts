import { type Answer, type Client } from './Client';

/** A request, and how it must be refused. The path is /graphql unless said otherwise. */
export type RefusedRequest = [name: string, status: number, code: string, init: RequestInit, path?: string];

export const json = { 'content-type': 'application/json' };

export const post = (body: string | Buffer, headers: Record<string, string> = json): RequestInit => ({
  method: 'POST',
  headers,
  body,
});

/** A POST of one operation; `rest` stands in the body beside the query. */
export const query = (text: string, rest: object = {}): RequestInit =>
  post(JSON.stringify({ query: text, ...rest }));

/** `count` texts with spaces between them. */
export const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** One test for each: it is refused as said, and the next good request is served. */
export function refusesEach(client: () => Client, requests: RefusedRequest[]): void {
  it.each(requests)('%s: %d', async (_name, status, code, init, path = '/graphql') => {
    const answer = await client().send(path, { ...init, signal: AbortSignal.timeout(5_000) });
    expectRefusal(answer, status, code);
    expect(await client().data('{ __typename }')).toEqual({ __typename: 'Query' });
  });
}

/** A clear error in JSON and nothing else: no data, nothing of the server's insides, no echo of a large input. */
export function expectRefusal(answer: Answer, status: number, code: string): void {
  expect({
    status: answer.status,
    codes: [...new Set(answer.errors.map(({ extensions }) => extensions.code))],
  }).toEqual({
    status,
    codes: [code],
  });
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.text).not.toContain('"data"');
  expect(answer.text).not.toMatch(/ {4}at |node_modules|\/src\/|SELECT|Maximum call stack|stacktrace/);
  expect(answer.text.length).toBeLessThan(10_000);
}
