import { openDatabase } from '../../src/database/openDatabase';
import { startServer } from '../harness/startServer';
import { createTestDatabase } from '../harness/testDatabase';

/** The address of the same database, as it is written for the one or the other. */
const written = (scheme: string, url: string): string => url.replace(/^[a-z]+:/, scheme);

describe.each(['mysql:', 'mariadb:'])('a server whose address begins with %s, whichever it is', (scheme) => {
  it('holds the guardrails', async () => {
    const database = await createTestDatabase();
    const server = await startServer({ DATABASE_URL: written(scheme, database.url) });
    try {
      const platform = await server.platform();
      const admin = await platform.admin();
      await server.database.transaction((manager) =>
        server.services.guardrails.consume(manager, platform.adminPrincipal, 'removeMember', {
          members: 100,
        }),
      );
      const { errors } = await admin.query('mutation { removeMember(id: "x") { id } }');
      expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
      const { id } = await server.services.members.add(platform.adminPrincipal, {
        email: 'ada@example.com',
        name: 'Ada',
      });
      const refused = await admin.query('mutation ($id: ID!) { removeMember(id: $id) { id } }', { id });
      expect(refused.errors[0]?.extensions.code).toBe('GUARDRAIL_EXCEEDED');
    } finally {
      await server.close();
      await database.drop();
    }
  });

  it('gives up by itself on a statement that nobody waits for any more', async () => {
    const database = await createTestDatabase();
    const opened = await openDatabase({
      url: written(scheme, database.url),
      poolSize: 1,
      timeoutMs: 1_234,
    });
    try {
      const limits = await opened.reads.query<{ Value: string }[]>(
        "SHOW VARIABLES WHERE Variable_name IN ('max_statement_time', 'max_execution_time')",
      );
      const values = limits.map(({ Value }) => Number(Value));
      // MariaDB counts seconds, MySQL milliseconds.
      expect([[1.234], [1_234]]).toContainEqual(values);
    } finally {
      await opened.close();
      await database.drop();
    }
  });
});
