import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database, isDuplicateKey } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { updateVersioned } from '../database/optimisticLock';
import { type Direction, type ListOrder, type Page, type PageRequest, readPage } from '../database/paging';
import { type RowQuery } from '../database/RowQuery';
import { whereWithin } from '../database/timeRange';
import { ConflictError, NotFoundError } from '../errors';
import { type TimeRange } from '../validation';
import { Coupon } from './Coupon';
import { type CouponBilling } from './CouponBilling';
import { couponCodeKey, type NewCoupon, requireNewCoupon } from './couponInput';

/** Which coupons: those for which everything that is given is true. */
export interface CouponFilter {
  code?: string | null;
  active?: boolean | null;
  created?: TimeRange | null;
}

export type CouponSortField = 'CREATED_AT' | 'CODE';

/** What a caller asks of the list of coupons. */
export interface CouponListRequest extends PageRequest {
  filter?: CouponFilter | null;
  sort?: { field: CouponSortField; direction?: Direction } | null;
}

/** Each has an index of its own. */
const ORDER_PROPERTIES: Record<CouponSortField, keyof Coupon> = { CREATED_AT: 'createdAt', CODE: 'codeKey' };

interface Parts {
  database: Database;
  clock: Clock;
  billing: CouponBilling;
}

/** The coupons of the caller's platform. What is done to them is done at Stripe first, outside any transaction. */
export class CouponService {
  constructor(private readonly parts: Parts) {}

  /** @throws BadUserInputError for a filter or page that can't be */
  async list({ platformId }: Principal, request: CouponListRequest): Promise<Page<Coupon>> {
    const query = this.parts.database
      .rows(Coupon, 'coupon')
      .where('coupon.platformId = :platformId', { platformId });
    whereCoupon(query, request.filter ?? {});
    return readPage(query, couponOrder(request), request);
  }

  /**
   * @throws BadUserInputError
   * @throws ConflictError when the platform has a coupon of this code
   * @throws NotConfiguredError, UpstreamFailedError; then no coupon is made
   */
  async create({ platformId }: Principal, input: NewCoupon): Promise<Coupon> {
    const { database, clock, billing } = this.parts;
    const now = clock();
    const fields = requireNewCoupon(input, now);
    const { code, codeKey } = fields;
    const taken = await database
      .rows(Coupon, 'coupon')
      .where('coupon.platformId = :platformId AND coupon.codeKey = :codeKey', { platformId, codeKey })
      .first();
    if (taken !== null) throw ConflictError.duplicate('input.code', code);
    const ids = await billing.create(platformId, fields);
    try {
      return await database.transaction(async (manager) => {
        const coupon = manager.create(Coupon, {
          ...fields,
          ...ids,
          id: newId(now),
          platformId,
          timesRedeemed: 0,
          active: true,
          createdAt: now,
          updatedAt: now,
          version: 1,
        });
        await manager.insert(Coupon, coupon);
        return coupon;
      });
    } catch (error) {
      // Somebody else has asked for the same coupon at the same time, and Stripe gave both the same.
      throw isDuplicateKey(error) ? ConflictError.duplicate('input.code', code) : error;
    }
  }

  /**
   * Lets nobody redeem a coupon any more.
   * @throws NotFoundError
   * @throws ConflictError when it was edited since, or is deactivated already
   * @throws NotConfiguredError, UpstreamFailedError; then the coupon stays as it was
   */
  async deactivate(
    { platformId }: Principal,
    { id, version }: { id: string; version: number },
  ): Promise<Coupon> {
    const { database, clock, billing } = this.parts;
    assertId('Coupon', id);
    const before = await database
      .rows(Coupon, 'coupon')
      .where('coupon.platformId = :platformId AND coupon.id = :id', { platformId, id })
      .first();
    if (before === null) throw new NotFoundError('Coupon', id);
    if (before.version !== version) throw ConflictError.staleVersion('Coupon', version, before.version);
    if (!before.active) {
      throw new ConflictError('Coupon is deactivated already.', { field: 'active', current: false });
    }
    await billing.deactivate(before);
    const updatedAt = clock();
    return database.transaction(async (manager) => {
      await updateVersioned(
        manager,
        Coupon,
        'Coupon',
        { id, platformId, version },
        { active: false, updatedAt },
      );
      return manager.findOneByOrFail(Coupon, { id, platformId });
    });
  }
}

/** Newest first unless asked otherwise. */
function couponOrder({ sort }: CouponListRequest): ListOrder {
  return {
    property: ORDER_PROPERTIES[sort?.field ?? 'CREATED_AT'],
    direction: sort?.direction ?? 'DESC',
  };
}

/** Narrows a query over `coupon` to what a filter asks for. */
function whereCoupon(query: RowQuery<Coupon>, { code, active, created }: CouponFilter): void {
  if (code != null) query.where('coupon.codeKey = :codeKey', { codeKey: couponCodeKey(code.trim()) });
  if (active != null) query.where('coupon.active = :active', { active });
  if (created != null) whereWithin(query, 'coupon.createdAt', 'filter.created', created);
}
