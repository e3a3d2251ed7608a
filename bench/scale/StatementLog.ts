import { type Logger } from 'typeorm';

/** A statement with the values of its marks. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Keeps what a server in this process asks of its database. */
export class StatementLog implements Logger {
  private statements: Statement[] = [];

  clear(): void {
    this.statements = [];
  }

  /** The reads, without those by which a caller is known: each request has them. Those alone when there are no others. */
  selects(): Statement[] {
    const reads = this.statements.filter(({ sql }) => /^\s*\(?SELECT/i.test(sql));
    const others = reads.filter(({ sql }) => !/FROM api_keys k |admin_sessions/.test(sql));
    return others.length > 0 ? others : reads;
  }

  logQuery(sql: string, values: readonly unknown[] = []): void {
    this.statements.push({ sql, values });
  }

  logQueryError(): void {
    // The request fails, and its probe with it.
  }

  logQuerySlow(): void {
    // Its time is measured anyway.
  }

  logSchemaBuild(): void {
    // Nothing is built while anybody looks.
  }

  logMigration(): void {
    // The migrations ran before.
  }

  log(): void {
    // Not about statements.
  }
}
