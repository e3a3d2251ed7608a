import { BadUserInputError } from '../errors';
import { type Money, requireMoney } from '../money';
import { editOf, requireDistinct, requireInteger, requireText } from '../validation';
import { type BillingInterval, type Plan, PLAN_NAME_LENGTH } from './Plan';

const DESCRIPTION_LENGTH = 5_000;
const MAX_COLLECTIONS = 100;
const IDEMPOTENCY_KEY_LENGTH = 100;
/** Stripe's own limit: https://docs.stripe.com/api/subscriptions/create#create_subscription-trial_period_days */
const MAX_TRIAL_DAYS = 730;

/** What can be said of a plan; null and undefined mean that nothing is said. */
interface PlanContent {
  description?: string | null;
  trialDays?: number | null;
  includesEverything?: boolean | null;
  collectionIds?: readonly string[] | null;
}

export interface NewPlan extends PlanContent {
  name: string;
  price: Money;
  interval: BillingInterval;
  /** Equal for requests that shall make one plan. */
  idempotencyKey?: string | null;
}

/** A plan at the version that the caller has seen. */
export interface SeenPlan {
  id: string;
  version: number;
}

/** Undefined leaves a field alone; nothing of a plan can be cleared. */
export interface PlanEdit extends SeenPlan, PlanContent {
  name?: string | null;
  price?: Money | null;
  interval?: BillingInterval | null;
}

/** The columns that the caller decides on. */
export type PlanFields = Pick<
  Plan,
  'name' | 'description' | 'amount' | 'currency' | 'interval' | 'trialDays' | 'includesEverything'
>;

/** What a plan shall be; the collections are undefined where they stay as they are. */
export interface ValidPlan {
  readonly fields: PlanFields;
  readonly collectionIds: readonly string[] | undefined;
}

const name = (field: string, value: string): string => requireText(field, value, { max: PLAN_NAME_LENGTH });
const description = (field: string, value: string): string =>
  requireText(field, value, { min: 0, max: DESCRIPTION_LENGTH, multiline: true });
const price = (field: string, value: Money): Money => requireMoney(field, value, { min: 0 });
const trialDays = (field: string, value: number): number =>
  requireInteger(field, value, { min: 0, max: MAX_TRIAL_DAYS });
const collectionIds = (field: string, ids: readonly string[]): readonly string[] =>
  requireDistinct(field, ids, { min: 0, max: MAX_COLLECTIONS });
const asGiven = <Value>(_field: string, value: Value): Value => value;

/** @throws BadUserInputError naming the field, `input.name` */
export function requireNewPlan(input: NewPlan): ValidPlan {
  const fields = {
    name: name('input.name', input.name),
    description: description('input.description', input.description ?? ''),
    ...price('input.price', input.price),
    interval: input.interval,
    trialDays: trialDays('input.trialDays', input.trialDays ?? 0),
    includesEverything: input.includesEverything ?? false,
  };
  return withCollections(fields, collectionIds('input.collectionIds', input.collectionIds ?? []));
}

/** The key of a request that may be repeated; null when it has none. @throws BadUserInputError */
export function readIdempotencyKey({ idempotencyKey }: NewPlan): string | null {
  if (idempotencyKey == null) return null;
  return requireText('input.idempotencyKey', idempotencyKey, { max: IDEMPOTENCY_KEY_LENGTH });
}

/** What an edit can change, valid; undefined where nothing is. */
export type ValidPlanEdit = Partial<PlanFields> & { collectionIds: readonly string[] | undefined };

/** @throws BadUserInputError naming the field, `input.name` */
export function requirePlanEdit(input: PlanEdit): ValidPlanEdit {
  const { amount, currency } = editOf('input.price', input.price, price) ?? {};
  return {
    name: editOf('input.name', input.name, name),
    description: editOf('input.description', input.description, description),
    amount,
    currency,
    interval: editOf('input.interval', input.interval, asGiven),
    trialDays: editOf('input.trialDays', input.trialDays, trialDays),
    includesEverything: editOf('input.includesEverything', input.includesEverything, asGiven),
    collectionIds: editOf('input.collectionIds', input.collectionIds, collectionIds),
  };
}

/**
 * What a plan shall be after an edit.
 * @throws BadUserInputError when it would include everything and name collections
 */
export function editedPlan(before: Plan, edit: ValidPlanEdit): ValidPlan {
  const fields: PlanFields = {
    name: edit.name ?? before.name,
    description: edit.description ?? before.description,
    amount: edit.amount ?? before.amount,
    currency: edit.currency ?? before.currency,
    interval: edit.interval ?? before.interval,
    trialDays: edit.trialDays ?? before.trialDays,
    includesEverything: edit.includesEverything ?? before.includesEverything,
  };
  return withCollections(fields, edit.collectionIds);
}

function withCollections(fields: PlanFields, ids: readonly string[] | undefined): ValidPlan {
  if (!fields.includesEverything) return { fields, collectionIds: ids };
  if (ids !== undefined && ids.length > 0) {
    throw new BadUserInputError('input.collectionIds', 'the plan includes everything.', 'no collections');
  }
  return { fields, collectionIds: [] };
}
