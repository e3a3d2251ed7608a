import { LessThan } from 'typeorm';
import { type Clock } from '../../clock';
import { type Database } from '../../database/Database';
import { type AttemptLog } from './StripeApi';
import { StripeRefusal } from './StripeRefusal';

/** Which attempts at an act Stripe has refused, for every process to know. */
export class StripeRefusals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The attempts at one account's acts. */
  ofAccount(accountId: string): AttemptLog {
    return {
      refused: async (act) => {
        const refusal = await this.database.reads.findOneBy(StripeRefusal, { accountId, act });
        return refusal?.attempts ?? 0;
      },
      note: (act, attempt) => this.note({ accountId, act }, attempt),
    };
  }

  private async note(key: { accountId: string; act: string }, attempts: number): Promise<void> {
    const refusedAt = this.clock();
    await this.database.transaction(async (manager) => {
      await manager
        .createQueryBuilder()
        .insert()
        .into(StripeRefusal)
        .values({ ...key, attempts, refusedAt })
        // Assigns a key column its own value: what is there stays, and is locked.
        .orUpdate(['act'], ['accountId', 'act'])
        .updateEntity(false)
        .execute();
      await manager.update(StripeRefusal, { ...key, attempts: LessThan(attempts) }, { attempts, refusedAt });
    });
  }
}
