/** The length of the column that holds an ISO 4217 currency code. */
export const CURRENCY_LENGTH = 3;

/** An amount in a currency's smallest unit: 1900 and EUR are 19 euros, 1900 and JPY are 1,900 yen. */
export interface Money {
  readonly amount: number;
  /** ISO 4217, in capital letters: `EUR`. */
  readonly currency: string;
}
