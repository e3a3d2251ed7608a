import { In } from 'typeorm';
import { type Database } from '../database/Database';
import { type Mail } from '../integrations/email/MailTransport';
import { Member } from '../members/Member';
import { Platform } from '../platforms/Platform';
import { Email } from './Email';
import { type EmailRecipient } from './EmailRecipient';
import { MEMBER_REMOVED } from './Outbox';
import { renderEmail } from './renderEmail';
import { unsubscribeToken } from './unsubscribeToken';

/** A recipient's message, or why they get none. */
export type Letter = { readonly mail: Mail } | { readonly refusal: string };

interface MailWriterParts {
  readonly database: Database;
  /** The address that messages come from. */
  readonly from: string;
  /** Where the world reaches this server: `https://api.example.com`. */
  readonly publicUrl: () => string;
}

/** Writes the messages of recipients: the same for the same recipient, however often it is asked. */
export class MailWriter {
  constructor(private readonly parts: MailWriterParts) {}

  /** What each of these recipients gets. A constant number of statements. */
  async lettersFor(recipients: readonly EmailRecipient[]): Promise<(recipient: EmailRecipient) => Letter> {
    const { reads } = this.parts.database;
    const idsOf = (key: 'emailId' | 'memberId' | 'platformId'): string[] => [
      ...new Set(recipients.flatMap((recipient) => recipient[key] ?? [])),
    ];
    const [emails, members, platforms] = await Promise.all([
      reads.findBy(Email, { id: In(idsOf('emailId')) }),
      reads.findBy(Member, { id: In(idsOf('memberId')) }),
      reads.findBy(Platform, { id: In(idsOf('platformId')) }),
    ]);
    const platformNames = new Map(platforms.map(({ id, name }) => [id, name]));
    const memberById = new Map(members.map((member) => [member.id, member]));
    const renderers = new Map(
      emails.map(({ id, subject, body, platformId }) => [
        id,
        renderEmail({ subject, body, platform: platformNames.get(platformId) ?? '' }),
      ]),
    );
    return (recipient) => {
      const member = memberById.get(recipient.memberId ?? '');
      const render = renderers.get(recipient.emailId);
      const { address } = recipient;
      if (member === undefined || address === null) return { refusal: MEMBER_REMOVED };
      if (render === undefined) return { refusal: 'The e-mail was deleted.' };
      if (member.unsubscribedAt !== null) return { refusal: 'The member has unsubscribed since.' };
      if (member.status === 'SUSPENDED') return { refusal: 'The member was suspended since.' };
      const unsubscribeUrl = `${this.parts.publicUrl()}/unsubscribe/${unsubscribeToken(recipient)}`;
      const { subject, text, html } = render({ name: member.name, email: address }, { unsubscribeUrl });
      return {
        mail: {
          messageId: messageId(recipient.id, this.parts.from),
          from: { name: platformNames.get(recipient.platformId) ?? '', address: this.parts.from },
          to: address,
          subject,
          text,
          html,
          headers: {
            // One click without a page in between (RFC 8058).
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            'Auto-Submitted': 'auto-generated',
          },
        },
      };
    };
  }
}

/** Unique, and the same each time for the same id (RFC 5322 section 3.6.4). */
export function messageId(id: string, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}
