import { type Database } from '../database/Database';
import { emailKey } from '../emailAddress';
import { type ReceivedEvent } from '../integrations/stripe/events';
import { Member } from '../members/Member';
import { Subscription } from './Subscription';

/** How Stripe names someone who pays. */
export interface Payer {
  customerId: string | null;
  /** As it stands on the payment, if it does. */
  email?: string | null;
}

/** Which member one of Stripe's customers is. */
export class CustomerDirectory {
  constructor(private readonly database: Database) {}

  /**
   * The member who has subscribed as this customer before, or who has the customer's e-mail address.
   * @returns null when the platform has no such member
   * @throws UpstreamFailedError when Stripe must be asked for the e-mail address and can't be
   */
  async memberOf(event: ReceivedEvent, { customerId, email }: Payer): Promise<string | null> {
    const { platformId } = event;
    const known = customerId === null ? null : await this.subscriberOf(platformId, customerId);
    if (known !== null) return known;
    const address = email ?? (customerId === null ? null : await this.emailOf(event, customerId));
    if (address === null) return null;
    const member = await this.database
      .rows(Member, 'member')
      .where('member.platformId = :platformId', { platformId })
      .where('member.emailKey = :emailKey', { emailKey: emailKey(address) })
      .first();
    return member?.id ?? null;
  }

  private async subscriberOf(platformId: string, customerId: string): Promise<string | null> {
    const member = await this.database
      .rows(Member, 'member')
      .join(Subscription, 'subscription', 'subscription.memberId = member.id')
      .where('subscription.platformId = :platformId AND member.platformId = :platformId', { platformId })
      .where('subscription.stripeCustomerId = :customerId', { customerId })
      .first();
    return member?.id ?? null;
  }

  private async emailOf(event: ReceivedEvent, customerId: string): Promise<string | null> {
    const connection = await event.connect();
    const customer = await connection.call((stripe, options) =>
      stripe.customers.retrieve(customerId, {}, options),
    );
    return 'email' in customer ? (customer.email ?? null) : null;
  }
}
