import { BadUserInputError } from './errors';
import { requireInteger } from './validation';

/** The length of the column that holds an ISO 4217 currency code. */
export const CURRENCY_LENGTH = 3;

/** Stripe takes no more in most currencies: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
export const MAX_AMOUNT = 99_999_999;

/** An amount in a currency's smallest unit: 1900 and EUR are 19 euros, 1900 and JPY are 1,900 yen. */
export interface Money {
  readonly amount: number;
  /** ISO 4217, in capital letters: `EUR`. */
  readonly currency: string;
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/**
 * A currency's code in capital letters.
 * @param field where it stands in the input, for the error: `filter.currency`
 * @throws BadUserInputError
 */
export function requireCurrency(field: string, value: string): string {
  const code = value.length === CURRENCY_LENGTH ? value.toUpperCase() : '';
  if (CURRENCIES.has(code)) return code;
  throw new BadUserInputError(field, 'is no currency.', 'a code of ISO 4217, such as EUR');
}

/**
 * An amount of at least `min` and at most {@link MAX_AMOUNT}.
 * @param field where it stands in the input, for the error: `input.price`
 * @throws BadUserInputError
 */
export function requireMoney(field: string, { amount, currency }: Money, { min }: { min: number }): Money {
  return {
    amount: requireInteger(`${field}.amount`, amount, { min, max: MAX_AMOUNT }),
    currency: requireCurrency(`${field}.currency`, currency),
  };
}
