/** The root field whose guardrail refunds are counted by. */
export const REFUND_TOOL = 'refundPayment';

/** What one refund takes from it. */
export const ONE_REFUND = { refunds: 1 };

/** Under this name a refund at Stripe says which act of ours it is. */
export const ACT_METADATA = 'latchkeyAct';
