import { type Answer, type Client } from './Client';

const LOGIN = `mutation ($email: String!, $password: String!) {
  login(email: $email, password: $password) { token expiresAt admin { id email name platformId } }
}`;

export interface Login {
  login: {
    token: string;
    expiresAt: string;
    admin: { id: string; email: string; name: string; platformId: string };
  };
}

/**
 * Signs in over HTTP.
 * @param from the client's address; the server must trust one proxy to believe it
 */
export async function signIn(
  client: Client,
  email: string,
  password: string,
  from?: string,
): Promise<Answer<Login>> {
  return client.send<Login>('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    },
    body: JSON.stringify({ query: LOGIN, variables: { email, password } }),
  });
}

/** {@link signIn} that must succeed: a client with the session's token. */
export async function signedIn(client: Client, email: string, password: string): Promise<Client> {
  const answer = await signIn(client, email, password);
  if (answer.errors.length > 0) throw new Error(`Expected to be signed in, got ${answer.text}`);
  return client.as(answer.data.login.token);
}
