import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { Subscription } from '../subscriptions/Subscription';

/** What subscriptions bring in from now on. */
export interface RecurringRevenue {
  /** A twelfth of what comes from yearly ones; in a currency's smallest unit. */
  readonly monthlyRecurringRevenue: number;
  /** Subscriptions that are paid for: trials and paused ones are not. */
  readonly activeSubscriptions: number;
}

const MONTHS_OF_YEAR = 12;

/** The platform's recurring revenue as of now, by currency. One statement. */
export async function recurringRevenue(
  database: Database,
  { platformId }: Principal,
): Promise<Map<string, RecurringRevenue>> {
  const rows = await database
    .rows(Subscription, 'subscription')
    .where("subscription.platformId = :platformId AND subscription.status IN ('ACTIVE', 'PAST_DUE')", {
      platformId,
    })
    .raw<{ currency: string; monthly: number | string; yearly: number | string; count: number | string }>(
      `SELECT subscription.currency,
         SUM(CASE WHEN subscription.interval = 'MONTH' THEN subscription.amount ELSE 0 END) AS monthly,
         SUM(CASE WHEN subscription.interval = 'YEAR' THEN subscription.amount ELSE 0 END) AS yearly,
         COUNT(*) AS count{rows} GROUP BY subscription.currency`,
    );
  return new Map(
    rows.map(({ currency, monthly, yearly, count }) => [
      currency,
      {
        monthlyRecurringRevenue: Math.round(Number(monthly) + Number(yearly) / MONTHS_OF_YEAR),
        activeSubscriptions: Number(count),
      },
    ]),
  );
}
