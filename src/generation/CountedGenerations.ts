import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type GuardrailService } from '../guardrails/GuardrailService';

const ONE = { generations: 1 };

/** Counts what models are asked for against the guardrail of the tool that asks. */
export class CountedGenerations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
  ) {}

  /**
   * Counts one generation, then runs it, outside any transaction: a model may take a minute. It is given back when the
   * model did not deliver. A process that dies meanwhile leaves it counted: never more is generated than the guardrail
   * allows.
   * @throws GuardrailExceededError before anything is asked
   */
  async run<T>(principal: Principal, tool: string, generate: () => Promise<T>): Promise<T> {
    const { database, guardrails } = this;
    const now = this.clock();
    await database.transaction((manager) => guardrails.consume(manager, principal, tool, ONE));
    try {
      return await generate();
    } catch (error) {
      // Whether or not it can be given back, the caller is to know what went wrong in the first place.
      await database
        .transaction((manager) => guardrails.giveBack(manager, principal, tool, ONE, now))
        .catch(() => undefined);
      throw error;
    }
  }
}
