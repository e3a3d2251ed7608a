import {
  addDays,
  type DayRange,
  type Granularity,
  periodsOf,
  requireDayRange,
  startOfDay,
} from '../analytics/days';
import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { requireCurrency } from '../money';
import { Payment } from '../payments/Payment';
import { Refund } from '../payments/Refund';
import { type PlatformService } from '../platforms/PlatformService';
import { type AmountsByPeriod, amountsByCurrency } from './amounts';
import { type RecurringRevenue, recurringRevenue } from './recurringRevenue';

/** Sums of money, in a currency's smallest unit. */
export interface RevenueSums {
  /** What was paid. */
  readonly gross: number;
  /** What went back. */
  readonly refunded: number;
  readonly net: number;
  /** How many payments `gross` is made of. */
  readonly payments: number;
}

export interface RevenuePoint extends DayRange, RevenueSums {}

/** What came in, in one currency. */
export interface CurrencyRevenue extends RevenueSums, RecurringRevenue {
  readonly currency: string;
  readonly points: readonly RevenuePoint[];
}

export interface RevenueReport {
  readonly range: DayRange;
  /** The platform's, in which the days are. */
  readonly timeZone: string;
  /** In the order of their codes. */
  readonly currencies: readonly CurrencyRevenue[];
}

const NO_RECURRING: RecurringRevenue = { monthlyRecurringRevenue: 0, activeSubscriptions: 0 };

/** Reports of money that came in and went back, from payments and refunds. */
export class RevenueService {
  constructor(
    private readonly database: Database,
    private readonly platforms: PlatformService,
  ) {}

  /**
   * Revenue in each currency in which there is any, or in the one that is asked for. Payments count on the day on which
   * they were paid, refunds on the day on which they were made. Four statements.
   * @throws BadUserInputError for a range or a currency that can't be
   */
  async report(
    principal: Principal,
    request: { range: DayRange; granularity: Granularity; currency?: string | null },
  ): Promise<RevenueReport> {
    const range = requireDayRange('range', request.range, request.granularity);
    const only = request.currency == null ? null : requireCurrency('currency', request.currency);
    const { platformId } = principal;
    const { timeZone } = await this.platforms.ofCaller(principal);
    const periods = periodsOf(range, request.granularity);
    const borders = [...periods.map(({ from }) => from), addDays(range.to, 1)].map((day) =>
      startOfDay(day, timeZone),
    );
    const payments = this.database
      .rows(Payment, 'payment')
      .where("payment.platformId = :platformId AND payment.status = 'SUCCEEDED'", { platformId });
    const refunds = this.database
      .rows(Refund, 'refund')
      .where("refund.platformId = :platformId AND refund.status <> 'FAILED'", { platformId });
    const [paid, refunded, recurring] = await Promise.all([
      amountsByCurrency(payments, 'payment.paidAt', borders),
      amountsByCurrency(refunds, 'refund.createdAt', borders),
      recurringRevenue(this.database, principal),
    ]);
    const found = [...new Set([...paid.keys(), ...refunded.keys(), ...recurring.keys()])].sort();
    return {
      range,
      timeZone,
      currencies: (only === null ? found : [only]).map((currency) => ({
        currency,
        ...revenueOf(periods, paid.get(currency), refunded.get(currency)),
        ...(recurring.get(currency) ?? NO_RECURRING),
      })),
    };
  }
}

function revenueOf(
  periods: readonly DayRange[],
  paid: AmountsByPeriod | undefined,
  refunded: AmountsByPeriod | undefined,
): RevenueSums & { points: RevenuePoint[] } {
  const points = periods.map(({ from, to }, index): RevenuePoint => {
    const { amount: gross = 0, count: payments = 0 } = paid?.get(index) ?? {};
    const back = refunded?.get(index)?.amount ?? 0;
    return { from, to, gross, refunded: back, net: gross - back, payments };
  });
  const sum = (property: keyof RevenueSums): number =>
    points.reduce((total, point) => total + point[property], 0);
  return {
    gross: sum('gross'),
    refunded: sum('refunded'),
    net: sum('net'),
    payments: sum('payments'),
    points,
  };
}
