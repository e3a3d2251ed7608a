import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { groupBy } from '../database/groupBy';
import { isId } from '../database/ids';
import { readNestedPages } from '../database/nestedPages';
import { type Page, type PageRequest, readPage } from '../database/paging';
import { Payment } from './Payment';
import { type PaymentListRequest, paymentOrder, wherePayment } from './paymentList';
import { Refund } from './Refund';

/** The payments of the caller's platform, as they are read. */
export class PaymentService {
  constructor(private readonly database: Database) {}

  /** One payment; null when the platform has no such payment. */
  async find({ platformId }: Principal, id: string): Promise<Payment | null> {
    if (!isId(id)) return null;
    return this.database
      .rows(Payment, 'payment')
      .where('payment.platformId = :platformId AND payment.id = :id', { platformId, id })
      .first();
  }

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: PaymentListRequest): Promise<Page<Payment>> {
    const query = this.database
      .rows(Payment, 'payment')
      .where('payment.platformId = :platformId', { platformId });
    wherePayment(query, request.filter ?? {});
    return readPage(query, paymentOrder(request), request);
  }

  /**
   * The same page of the payments of each member or subscription, the newest first. One statement.
   * @param parent what the ids are of
   */
  async pagesOf(
    { platformId }: Principal,
    parent: 'memberId' | 'subscriptionId',
    ids: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Payment>>> {
    const links = this.database
      .rows(Payment, 'link')
      .where(`link.platformId = :platformId AND link.${parent} IN (:...ids)`, { platformId, ids });
    const columns = { parent: `link.${parent}`, child: 'link.id', direction: 'DESC' } as const;
    return readNestedPages(links, columns, Payment, request);
  }

  /** The refunds of those of `paymentIds` that have any, the oldest first. One statement. */
  async refundsOf({ platformId }: Principal, paymentIds: readonly string[]): Promise<Map<string, Refund[]>> {
    const refunds = await this.database
      .rows(Refund, 'refund')
      .where('refund.platformId = :platformId AND refund.paymentId IN (:...paymentIds)', {
        platformId,
        paymentIds,
      })
      .orderBy('refund.paymentId')
      .orderBy('refund.id')
      .all();
    return groupBy(refunds, (refund) => refund.paymentId);
  }
}
