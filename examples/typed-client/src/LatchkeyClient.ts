import { type TypedDocumentString } from './generated/graphql';

interface GraphQLFailure {
  message: string;
  extensions?: { code?: string; missingScopes?: string[] };
}

/** The API refused or failed: `code` and `missingScopes` say why. */
export class LatchkeyRequestError extends Error {
  constructor(
    readonly status: number,
    readonly failures: readonly GraphQLFailure[],
  ) {
    super(failures.map((failure) => failure.message).join(' ') || `HTTP ${status}`);
  }

  get code(): string | undefined {
    return this.failures[0]?.extensions?.code;
  }

  get missingScopes(): readonly string[] {
    return this.failures[0]?.extensions?.missingScopes ?? [];
  }
}

/** Sends typed documents to one endpoint with one API key. */
export class LatchkeyClient {
  constructor(
    private readonly endpoint: string,
    private readonly apiKey: string,
  ) {}

  /** @throws LatchkeyRequestError when the answer holds errors */
  async request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Result> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.apiKey}` },
      body: JSON.stringify({ query: document.toString(), variables }),
    });
    const body = (await response.json()) as { data?: Result; errors?: GraphQLFailure[] };
    if (body.errors !== undefined || body.data === undefined) {
      throw new LatchkeyRequestError(response.status, body.errors ?? []);
    }
    return body.data;
  }
}
