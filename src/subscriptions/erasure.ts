import { IsNull, Not } from 'typeorm';
import { type Clock } from '../clock';
import { type Eraser } from '../database/erasure';
import { ConflictError } from '../errors';
import { Subscription } from './Subscription';

/**
 * What the removal of a member does to their subscriptions: those that Stripe does not bill end, and all of them stay,
 * since revenue stays. The eraser throws a ConflictError when Stripe still bills one: it would go on taking the money of
 * somebody whom nobody knows any more.
 */
export function endSubscriptions(clock: Clock): Eraser {
  return async (manager, { platformId, id: memberId }) => {
    const running = { platformId, memberId, status: Not('CANCELED' as const) };
    if (await manager.existsBy(Subscription, { ...running, stripeSubscriptionId: Not(IsNull()) })) {
      throw new ConflictError('Member has a subscription that Stripe bills: cancel it first.', {
        field: 'id',
      });
    }
    const now = clock();
    await manager.update(Subscription, { ...running, canceledAt: IsNull() }, { canceledAt: now });
    await manager.update(Subscription, running, {
      status: 'CANCELED',
      endedAt: now,
      pausedAt: null,
      updatedAt: now,
      version: () => 'version + 1',
    });
  };
}
