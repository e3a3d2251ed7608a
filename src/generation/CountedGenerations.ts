import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { NothingGeneratedError } from '../integrations/generation/generationErrors';

const ONE = { generations: 1 };

/** Counts what models are asked for against the guardrail of the tool that asks. */
export class CountedGenerations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly guardrails: GuardrailService,
  ) {}

  /**
   * Counts one generation, then runs it, outside any transaction: a model may take a minute. It is given back only when
   * no model has worked. One that refused, wrote nonsense or took too long is paid for, and callers can have it do so: it
   * stays counted, as it does when the process dies meanwhile. Never more is generated than the guardrail allows.
   * @throws GuardrailExceededError before anything is asked
   */
  async run<T>(principal: Principal, tool: string, generate: () => Promise<T>): Promise<T> {
    const { database, guardrails } = this;
    const now = this.clock();
    await database.transaction((manager) => guardrails.consume(manager, principal, tool, ONE));
    try {
      return await generate();
    } catch (error) {
      if (!(error instanceof NothingGeneratedError)) throw error;
      // Whether or not it can be given back, the caller is to know what went wrong in the first place.
      await database
        .transaction((manager) => guardrails.giveBack(manager, principal, tool, ONE, now))
        .catch(() => undefined);
      throw error;
    }
  }
}
