import { readConfig } from '../../src/config';
import { createDemoData } from '../../src/demo/createDemoData';
import { createOperatorServices } from '../../src/operatorServices';
import { type Client } from './Client';
import { signedIn } from './signIn';
import { startServer, type TestServer } from './startServer';

/** A server with the demo platforms, and an admin of the first. Takes some seconds. */
export async function startDemoServer(): Promise<{ server: TestServer; admin: Client }> {
  const server = await startServer();
  const operator = createOperatorServices(
    server.database,
    readConfig({ DATABASE_URL: server.databaseUrl, LATCHKEY_BCRYPT_COST: '4' }),
  );
  const [first] = (await createDemoData(operator)) ?? [];
  return { server, admin: await signedIn(server.anonymous, first?.email ?? '', first?.password ?? '') };
}
