import { type Principal } from '../auth/principal';
import { type Database } from '../database/Database';
import { readNestedPages } from '../database/nestedPages';
import { owned } from '../database/owned';
import { type Page, type PageRequest } from '../database/paging';
import { EmailRecipient, type RecipientStatus } from './EmailRecipient';
import { countByStatus, type DeliveryCounts } from './Outbox';

/** How far e-mails have come. */
export class EmailReports {
  constructor(private readonly database: Database) {}

  /** Counts the recipients of the caller's own e-mails, which the caller has read already. One statement. */
  deliveries(emailIds: readonly string[]): Promise<Map<string, DeliveryCounts>> {
    return countByStatus(this.database.reads, emailIds);
  }

  /** The same page of each e-mail's recipients, or of those in one status. One statement. */
  recipientPages(
    { platformId }: Principal,
    emailIds: readonly string[],
    status: RecipientStatus | null,
    request: PageRequest,
  ): Promise<Map<string, Page<EmailRecipient>>> {
    const query = this.database
      .rows(EmailRecipient, 'recipient')
      .where(owned('recipient'), { platformId })
      .where('recipient.emailId IN (:...emailIds)', { emailIds });
    if (status !== null) query.where('recipient.status = :status', { status });
    const columns = { parent: 'recipient.emailId', child: 'recipient.id' };
    return readNestedPages(query, columns, EmailRecipient, request);
  }
}
