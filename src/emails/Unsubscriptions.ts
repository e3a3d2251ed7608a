import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { Member } from '../members/Member';
import { Platform } from '../platforms/Platform';
import { EmailRecipient } from './EmailRecipient';
import { isSameSecret, readUnsubscribeToken } from './unsubscribeToken';

/** Who holds a link that works, and the platform's name for the page that it shows. */
export interface Unsubscriber {
  readonly platformId: string;
  readonly memberId: string;
  readonly platformName: string;
}

/** What the links in e-mails do. Whoever has such a link may use it: it is its own credential. */
export class Unsubscriptions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whose link it is; null when it is nobody's, or its member was removed. */
  async find(token: string): Promise<Unsubscriber | null> {
    const parts = readUnsubscribeToken(token);
    if (parts === null) return null;
    const recipient = await this.database
      .rows(EmailRecipient, 'recipient')
      .where('recipient.id = :id', { id: parts.id })
      .first();
    if (recipient === null || !isSameSecret(parts.secret, recipient.unsubscribeSecret)) return null;
    const { platformId, memberId } = recipient;
    const platform = await this.database
      .rows(Platform, 'platform')
      .where('platform.id = :platformId', { platformId })
      .first();
    if (memberId === null || platform === null) return null;
    return { platformId, memberId, platformName: platform.name };
  }

  /**
   * Takes the link's member off the e-mails. A second time changes nothing.
   * @returns null for a link that is nobody's
   */
  async unsubscribe(token: string): Promise<Unsubscriber | null> {
    const unsubscriber = await this.find(token);
    if (unsubscriber === null) return null;
    const { platformId, memberId } = unsubscriber;
    const now = this.clock();
    await this.database.transaction((manager) =>
      manager
        .createQueryBuilder()
        .update(Member)
        // It counts as an edit: one that was based on what the member wanted before gets a CONFLICT.
        .set({ unsubscribedAt: now, updatedAt: now, version: () => 'version + 1' })
        .where('id = :memberId AND platformId = :platformId AND unsubscribedAt IS NULL', {
          memberId,
          platformId,
        })
        .execute(),
    );
    return unsubscriber;
  }
}
