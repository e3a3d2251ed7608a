import {
  anyOf,
  countOf,
  createdAt,
  daysAhead,
  daysLater,
  edited,
  idOf,
  isOneOf,
  oneOf,
  platformId,
  type TableFill,
} from '../sql';
import { collections } from './library';
import { members } from './people';

const own = { table: 'plans', large: 400, small: 400 };
const plans: TableFill = {
  ...own,
  columns: {
    id: idOf(own, 'place.n'),
    platformId,
    name: 'a.title',
    description: 'a.text',
    status: `IF(place.n MOD 3 = 1, 'ARCHIVED', 'ACTIVE')`,
    amount: '500 + 10 * (place.n MOD 97)',
    currency: oneOf('EUR', 'USD'),
    interval: oneOf('MONTH', 'MONTH', 'YEAR'),
    trialDays: '0',
    includesEverything: 'place.n MOD 2',
    createdAt,
    updatedAt: createdAt,
    archivedAt: `IF(place.n MOD 3 = 1, ${createdAt}, NULL)`,
    version: '1',
  },
};

/** A hundred are opened by the newest, others by one plan each. */
const opened = { table: 'plan_collections', large: 4_000, small: 300 };
const planCollections: TableFill = {
  ...opened,
  columns: {
    planId: idOf(own, `IF(place.n < 100, ${own.large} - 1, place.n MOD ${own.large - 1})`),
    collectionId: idOf(collections, `place.n MOD ${countOf(collections)}`),
    platformId,
  },
};

const codes = { table: 'coupons', large: 20_000, small: 400 };
const code = "CONCAT(UPPER(SUBSTRING_INDEX(a.title, ' ', 1)), place.n)";
const coupons: TableFill = {
  ...codes,
  columns: {
    id: idOf(codes, 'place.n'),
    platformId,
    code,
    codeKey: `LOWER(${code})`,
    percentOff: '10',
    duration: "'ONCE'",
    timesRedeemed: '0',
    active: `NOT ${isOneOf(200, 40)}`,
    ...edited,
  },
};

const theirs = { table: 'subscriptions', large: 200_000, small: 400 };
const status = `CASE WHEN ${isOneOf(400, 40)} THEN 'PAUSED'
  ELSE ${oneOf('ACTIVE', 'ACTIVE', 'CANCELED', 'ACTIVE', 'TRIALING', 'PAST_DUE', 'ACTIVE', 'INCOMPLETE')} END`;
const subscriptions: TableFill = {
  ...theirs,
  columns: {
    id: idOf(theirs, 'place.n'),
    platformId,
    memberId: anyOf(members),
    planId: anyOf(own),
    status,
    startedAt: createdAt,
    currentPeriodStart: createdAt,
    currentPeriodEnd: `CASE place.n MOD 4 WHEN 1 THEN NULL WHEN 2 THEN ${daysAhead('place.n MOD 300')} ELSE ${daysLater(30)} END`,
    cancelAtPeriodEnd: isOneOf(200, 40),
    endedAt: `IF(${status} = 'CANCELED', ${daysLater(20)}, NULL)`,
    amount: '500 + 10 * (place.n MOD 97)',
    currency: oneOf('EUR', 'USD'),
    interval: oneOf('MONTH', 'MONTH', 'YEAR'),
    ...edited,
  },
};

const paid = { table: 'payments', large: 500_000, small: 400 };
const isFailed = isOneOf(400, 40);
const payments: TableFill = {
  ...paid,
  columns: {
    id: idOf(paid, 'place.n'),
    platformId,
    memberId: anyOf(members),
    subscriptionId: anyOf(theirs),
    planId: anyOf(own),
    amount: '500 + 10 * (place.n MOD 997)',
    refundedAmount: `IF(${isOneOf(400, 40, 1)}, 100, 0)`,
    isRefunded: isOneOf(400, 40, 1),
    currency: oneOf('EUR', 'USD'),
    status: `IF(${isFailed}, 'FAILED', 'SUCCEEDED')`,
    description: 'a.title',
    paidAt: `IF(${isFailed}, NULL, ${createdAt})`,
    ...edited,
  },
};

const back = { table: 'refunds', large: 20_000, small: 40 };
const refunds: TableFill = {
  ...back,
  columns: {
    id: idOf(back, 'place.n'),
    platformId,
    paymentId: anyOf(paid),
    amount: '100',
    currency: oneOf('EUR', 'USD'),
    status: "'SUCCEEDED'",
    createdAt,
    updatedAt: createdAt,
  },
};

export const commerce: readonly TableFill[] = [
  plans,
  planCollections,
  coupons,
  subscriptions,
  payments,
  refunds,
];
