import { type EntityManager } from 'typeorm';
import { type AuditService } from '../../audit/AuditService';
import { type AdminPrincipal } from '../../auth/principal';
import { type Clock } from '../../clock';
import { type Database, isDuplicateKey } from '../../database/Database';
import { newId } from '../../database/ids';
import {
  BadUserInputError,
  ConflictError,
  NotConfiguredError,
  NotFoundError,
  UpstreamFailedError,
} from '../../errors';
import { StripeAccount } from './StripeAccount';
import { type StripeAct, type StripeApi, type StripeWork } from './StripeApi';
import { StripeRefusals } from './StripeRefusals';

/** The way to a platform's own account at Stripe. */
export interface StripeConnection {
  readonly accountId: string;
  /**
   * Runs requests against the account, which `options` name. Never inside a transaction: Stripe may take seconds.
   * @param act what is done, for writes: Stripe does it once, however often it is asked to
   * @throws UpstreamFailedError with Stripe's message
   * @throws ConflictError when Stripe has seen the act's key with other values
   */
  call<T>(work: StripeWork<T>, act?: StripeAct<T>): Promise<T>;
}

interface Parts {
  database: Database;
  clock: Clock;
  audit: AuditService;
  /** Null without a secret key. */
  api: StripeApi | null;
}

const ACCOUNT_ID = /^acct_[0-9A-Za-z]{1,58}$/;

/** Which Stripe account each platform's money goes through. */
export class StripeAccounts {
  private readonly refusals: StripeRefusals;

  constructor(private readonly parts: Parts) {
    this.refusals = new StripeRefusals(parts.database, parts.clock);
  }

  /** Whether Stripe's events are about real money; null when Stripe is not set up. */
  get livemode(): boolean | null {
    return this.parts.api?.livemode ?? null;
  }

  /** The platform's account; null when none is connected. */
  async find(platformId: string): Promise<StripeAccount | null> {
    return this.parts.database
      .rows(StripeAccount, 'account')
      .where('account.platformId = :platformId', { platformId })
      .first();
  }

  /** Whose account it is; null when no platform has connected it. */
  async platformOf(accountId: string): Promise<string | null> {
    const account = await this.parts.database
      .rows(StripeAccount, 'account')
      .where('account.accountId = :accountId', { accountId })
      .first();
    return account?.platformId ?? null;
  }

  /**
   * The way to the platform's account.
   * @throws NotConfiguredError when the server has no secret key, or the platform has connected no account
   */
  async require(platformId: string): Promise<StripeConnection> {
    const { api } = this;
    const account = await this.find(platformId);
    if (account === null) throw new NotConfiguredError('Stripe', 'a connected account (connectStripe)');
    const { accountId } = account;
    const log = this.refusals.ofAccount(accountId);
    return { accountId, call: (work, act) => api.call(accountId, work, { act, log }) };
  }

  /**
   * Connects the admin's platform with an account that Stripe lets this server act on. Connecting the same account again
   * changes nothing.
   * @throws BadUserInputError when Stripe knows no such account, or does not let this server act on it
   * @throws ConflictError when another account is connected, or the account is connected to another platform
   * @throws NotConfiguredError without a secret key
   * @throws UpstreamFailedError when Stripe can't be asked
   */
  async connect(admin: AdminPrincipal, accountId: string): Promise<StripeAccount> {
    const id = accountId.trim();
    if (!ACCOUNT_ID.test(id))
      throw new BadUserInputError('input.accountId', 'is not the id of a Stripe account.', 'acct_…');
    await this.verify(id);
    return this.store(admin, id);
  }

  /** {@link connect} without asking Stripe. */
  async store(admin: AdminPrincipal, accountId: string): Promise<StripeAccount> {
    const { database, clock, audit } = this.parts;
    const { platformId } = admin;
    const connectedAt = clock();
    try {
      return await database.transaction(async (manager) => {
        const present = await manager.findOneBy(StripeAccount, { platformId });
        if (present?.accountId === accountId) return present;
        if (present !== null)
          throw new ConflictError(`${present.accountId} is connected: disconnect it first.`, {
            field: 'input.accountId',
            current: present.accountId,
          });
        const account = manager.create(StripeAccount, {
          id: newId(connectedAt),
          platformId,
          accountId,
          connectedAt,
          connectedBy: admin.name,
        });
        await manager.insert(StripeAccount, account);
        await audit.record(manager, {
          action: 'STRIPE_CONNECTED',
          platformId,
          admin,
          target: { id: account.id, name: accountId },
          after: { accountId },
          requestId: admin.requestId,
        });
        return account;
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new ConflictError('The account or the platform is connected already.', {
        field: 'input.accountId',
      });
    }
  }

  /**
   * Takes the platform's account off. Stripe is not told, and what it bills it goes on billing.
   * @throws NotFoundError when it is not the account that is connected
   */
  async disconnect(admin: AdminPrincipal, accountId: string): Promise<StripeAccount> {
    const { platformId } = admin;
    return this.parts.database.transaction(async (manager) => {
      const account = await manager.findOneBy(StripeAccount, { platformId, accountId: accountId.trim() });
      if (account === null) throw new NotFoundError('StripeConnection', accountId);
      await this.remove(manager, account, admin);
      return account;
    });
  }

  /** Takes an account off because its owner told Stripe so, unless it was connected after that. */
  async deauthorized(
    manager: EntityManager,
    { accountId, toldAt, requestId }: { accountId: string; toldAt: Date; requestId: string },
  ): Promise<void> {
    const account = await manager.findOneBy(StripeAccount, { accountId });
    // Stripe's clock has whole seconds: within the same one it was connected first, or Stripe would have refused it.
    const isOlder = account !== null && toldAt.getTime() + 1000 <= account.connectedAt.getTime();
    if (account !== null && !isOlder)
      await this.remove(manager, account, { id: null, name: 'Stripe', requestId });
  }

  private async remove(
    manager: EntityManager,
    { id, platformId, accountId }: StripeAccount,
    by: { id: string | null; name: string; requestId: string },
  ): Promise<void> {
    const { affected } = await manager.delete(StripeAccount, { id, platformId });
    if (affected !== 1) throw new NotFoundError('StripeConnection', accountId);
    await this.parts.audit.record(manager, {
      action: 'STRIPE_DISCONNECTED',
      platformId,
      admin: by.id === null ? null : { id: by.id, name: by.name },
      target: { id, name: accountId },
      before: { accountId },
      requestId: by.requestId,
    });
  }

  private async verify(accountId: string): Promise<void> {
    try {
      await this.api.call(null, (stripe, options) => stripe.accounts.retrieve(accountId, {}, options));
    } catch (error) {
      const status = error instanceof UpstreamFailedError ? error.details.upstreamStatus : undefined;
      if (status !== 400 && status !== 403 && status !== 404) throw error;
      throw new BadUserInputError(
        'input.accountId',
        'Stripe knows no such account, or does not let this server act on it.',
        'an account that is connected to this Connect platform',
      );
    }
  }

  private get api(): StripeApi {
    const { api } = this.parts;
    if (api === null) throw new NotConfiguredError('Stripe', 'STRIPE_SECRET_KEY');
    return api;
  }
}
