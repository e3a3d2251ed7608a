import { type StripeAccounts, type StripeConnection } from '../integrations/stripe/StripeAccounts';
import { actKey } from '../integrations/stripe/actKey';
import { ifThere } from '../integrations/stripe/ifThere';
import { type Plan } from './Plan';
import { type PlanFields } from './planInput';

type StripeIds = Pick<Plan, 'stripeProductId' | 'stripePriceId'>;

/**
 * Puts Stripe back to what the plan's row says by now, when somebody else's edit came first. It does what it can: the
 * caller is told of the conflict in any case.
 */
export type Restore = (current: Plan) => Promise<void>;

const NOTHING_TO_RESTORE: Restore = () => Promise.resolve();

/** Whether an edit gives a plan another price than it has. */
export function isRepriced(plan: Plan, { amount, currency, interval }: PlanFields): boolean {
  return plan.amount !== amount || plan.currency !== currency || plan.interval !== interval;
}

/**
 * A plan as the connected Stripe account has it: a product, and the price that new subscriptions pay. A price can't be
 * changed there (https://docs.stripe.com/products-prices/manage-prices#edit-price): another one is made, and the one
 * before is retired.
 */
export class PlanBilling {
  constructor(private readonly accounts: Pick<StripeAccounts, 'require'>) {}

  /**
   * Makes the product and price of a plan what they shall be. Asks nothing of Stripe when it knows nothing of what changes.
   * @param before the plan as it is
   * @returns what to write down with the edit
   * @throws NotConfiguredError, UpstreamFailedError
   */
  async follow(before: Plan, fields: PlanFields): Promise<{ ids: StripeIds; restore: Restore }> {
    const { platformId, stripeProductId, stripePriceId } = before;
    const repriced = isRepriced(before, fields);
    const priced = repriced && fields.amount > 0;
    const retired = repriced ? stripePriceId : null;
    const renamed =
      stripeProductId !== null && (before.name !== fields.name || before.description !== fields.description);
    if (!priced && retired === null && !renamed) {
      return { ids: { stripeProductId, stripePriceId }, restore: NOTHING_TO_RESTORE };
    }
    const connection = await this.accounts.require(platformId);
    if (renamed) await describeProduct(connection, stripeProductId, fields);
    const ids = { stripeProductId, stripePriceId: repriced ? null : stripePriceId };
    if (priced) {
      ids.stripeProductId = await productOf(connection, before, fields);
      ids.stripePriceId = await createPrice(connection, before, ids.stripeProductId, fields);
    }
    if (retired !== null) await setPriceActive(connection, retired, false);
    return { ids, restore: restorer(connection, ids) };
  }

  /**
   * Lets nobody subscribe to a plan any more, as far as Stripe knows it.
   * @throws NotConfiguredError, UpstreamFailedError
   */
  async archive({ platformId, stripeProductId, stripePriceId }: Plan): Promise<Restore> {
    if (stripeProductId === null) return NOTHING_TO_RESTORE;
    const connection = await this.accounts.require(platformId);
    if (stripePriceId !== null) await setPriceActive(connection, stripePriceId, false);
    await ifThere(
      connection.call((stripe, options) =>
        stripe.products.update(stripeProductId, { active: false }, options),
      ),
    );
    return restorer(connection, { stripeProductId, stripePriceId });
  }
}

/** @param made what Stripe was told */
function restorer(connection: StripeConnection, made: StripeIds): Restore {
  return async (current) => {
    const active = current.status === 'ACTIVE';
    try {
      if (made.stripePriceId !== null && made.stripePriceId !== current.stripePriceId) {
        await setPriceActive(connection, made.stripePriceId, false);
      }
      if (current.stripePriceId !== null) await setPriceActive(connection, current.stripePriceId, active);
      if (current.stripeProductId !== null) {
        await describeProduct(connection, current.stripeProductId, current, active);
      }
    } catch {
      // What stays behind is a price that no plan refers to, or a name of the edit that was refused.
    }
  };
}

/** The plan's product: another one when the account has it no more, or is another than the one that had it. */
async function productOf(
  connection: StripeConnection,
  { id, version, stripeProductId }: Plan,
  { name, description }: PlanFields,
): Promise<string> {
  if (stripeProductId !== null) {
    const known = await ifThere(
      connection.call((stripe, options) => stripe.products.retrieve(stripeProductId, {}, options)),
    );
    if (known !== null && !('deleted' in known)) return known.id;
  }
  const product = {
    name,
    // Stripe takes no empty description.
    ...(description === '' ? {} : { description }),
    metadata: { latchkeyPlanId: id },
  };
  const made = await connection.call((stripe, options) => stripe.products.create(product, options), {
    key: actKey('product', `${id}-${version}`, product),
  });
  return made.id;
}

async function createPrice(
  connection: StripeConnection,
  { id, version }: Plan,
  product: string,
  { amount, currency, interval }: PlanFields,
): Promise<string> {
  const price = {
    product,
    currency: currency.toLowerCase(),
    unit_amount: amount,
    recurring: { interval: interval === 'YEAR' ? ('year' as const) : ('month' as const) },
    metadata: { latchkeyPlanId: id },
  };
  const made = await connection.call((stripe, options) => stripe.prices.create(price, options), {
    key: actKey('price', `${id}-${version}`, price),
  });
  return made.id;
}

/** Doing it again does no harm, so that it needs no idempotency key. */
async function setPriceActive(connection: StripeConnection, priceId: string, active: boolean): Promise<void> {
  await ifThere(connection.call((stripe, options) => stripe.prices.update(priceId, { active }, options)));
}

/** Doing it again does no harm, so that it needs no idempotency key. */
async function describeProduct(
  connection: StripeConnection,
  productId: string,
  { name, description }: Pick<Plan, 'name' | 'description'>,
  active?: boolean,
): Promise<void> {
  const product = { name, description, ...(active === undefined ? {} : { active }) };
  await ifThere(connection.call((stripe, options) => stripe.products.update(productId, product, options)));
}
