import { type DemoAdmin } from './createDemoData';

/** Who may sign in to the demo platforms. Told once, as soon as they are there. */
export function credentialsText(admins: readonly DemoAdmin[]): string {
  const accounts = admins.map(
    ({ platform, email, password }) => `\n  ${platform}\n    E-mail:   ${email}\n    Password: ${password}`,
  );
  return `\nTwo demo platforms were made. Their admins' passwords are shown this once:\n${accounts.join('\n')}\n`;
}

/** Where the server is. */
export function whereaboutsText(endpoint: string): string {
  return `Endpoint: ${endpoint}\nSandbox:  open ${endpoint} in a browser`;
}

/** What to do first: commands that can be pasted as they stand, on this operating system. */
export function firstStepsText(endpoint: string, { email, password }: DemoAdmin): string {
  const login = `mutation { login(email: "${email}", password: "${password}") { token expiresAt } }`;
  const createKey =
    'mutation { createApiKey(input: { name: "My first key", preset: READ_ONLY }) { token apiKey { id } } }';
  return `
Sign in:

  ${curl(endpoint, login)}

It answers a token, as_…. Make an API key with it (put it in the place of TOKEN):

  ${curl(endpoint, createKey, 'TOKEN')}

It answers the key, ac_…, this once. Read with it (put it in the place of KEY):

  ${curl(endpoint, '{ videos(first: 3) { nodes { title } } }', 'KEY')}
`;
}

function curl(endpoint: string, query: string, credential?: string): string {
  const headers = [
    'content-type: application/json',
    ...(credential === undefined ? [] : [`authorization: Bearer ${credential}`]),
  ];
  const words = [
    ...headers.flatMap((header) => ['-H', quote(header)]),
    '-d',
    quote(JSON.stringify({ query })),
  ];
  return `curl -s ${endpoint} ${words.join(' ')}`;
}

/** For the shell that people have: cmd knows no single quotes. */
function quote(text: string): string {
  return process.platform === 'win32'
    ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : `'${text}'`;
}
