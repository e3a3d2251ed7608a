/** What came back over HTTP. */
export interface Answer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Record<string, unknown> & { code?: string };
}

/** Someone who talks to the server over HTTP, with one credential or none. */
export class Client {
  constructor(
    private readonly address: string,
    /** An API key, a session token, or null for none. */
    readonly credential: string | null,
  ) {}

  /** The same server with other credentials. */
  as(credential: string | null): Client {
    return new Client(this.address, credential);
  }

  /** The same credentials at another server's address. */
  at(address: string): Client {
    return new Client(address, this.credential);
  }

  /** Sends one operation as a POST. `extra` goes into the body beside query and variables. */
  async query<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    extra: Record<string, unknown> = {},
  ): Promise<Answer<Data>> {
    return this.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables, ...extra }),
    });
  }

  /** {@link query} for an operation that must succeed: gives its data, and throws what was answered otherwise. */
  async data<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Data> {
    const answer = await this.query<Data>(query, variables);
    if (answer.status !== 200 || answer.errors.length > 0) {
      throw new Error(`Expected success, got ${answer.status}: ${answer.text}`);
    }
    return answer.data;
  }

  /** Any request at all, with the credential added. */
  async send<Data = Record<string, unknown>>(path: string, init: RequestInit = {}): Promise<Answer<Data>> {
    const headers = new Headers(init.headers);
    if (this.credential !== null) headers.set('authorization', `Bearer ${this.credential}`);
    const response = await fetch(this.address + path, { ...init, headers });
    const text = await response.text();
    const body = parseJson(text) as { data?: Data; errors?: AnswerError[] };
    return {
      status: response.status,
      headers: response.headers,
      text,
      // A test that reads fields of data expects it to be there; where it is not, the test fails on the first field.
      data: body.data as Data,
      errors: body.errors ?? [],
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
