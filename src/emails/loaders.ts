import { type Principal } from '../auth/principal';
import { BatchLoader, NestedPageLoader } from '../database/batching';
import { type EmailRecipient, type RecipientStatus } from './EmailRecipient';
import { type EmailReports } from './EmailReports';
import { type DeliveryCounts } from './Outbox';

export interface EmailLoaders {
  /** How far an e-mail that is SENDING has come, by its id. */
  readonly delivery: BatchLoader<DeliveryCounts>;
  /** Pages of an e-mail's recipients, by its id: of those in one status, or of all (null). */
  recipients(status: RecipientStatus | null): NestedPageLoader<EmailRecipient>;
}

/** @param principal whose platform is read */
export function createEmailLoaders(reports: EmailReports, principal: Principal): EmailLoaders {
  const byStatus = new Map<RecipientStatus | null, NestedPageLoader<EmailRecipient>>();
  return {
    delivery: new BatchLoader(
      (ids) => reports.deliveries(ids),
      () => ({ queued: 0, sent: 0, failed: 0 }),
    ),
    recipients: (status) => {
      const known = byStatus.get(status);
      if (known !== undefined) return known;
      const loader = new NestedPageLoader<EmailRecipient>((ids, page) =>
        reports.recipientPages(principal, ids, status, page),
      );
      byStatus.set(status, loader);
      return loader;
    },
  };
}
