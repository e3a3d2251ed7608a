import { type EntityManager } from 'typeorm';
import { type Principal } from '../auth/principal';
import { type Clock } from '../clock';
import { type Database } from '../database/Database';
import { assertId, newId } from '../database/ids';
import { type RowQuery } from '../database/RowQuery';
import { requireEmail } from '../emailAddress';
import { BadUserInputError, NotConfiguredError, NotFoundError, UpstreamFailedError } from '../errors';
import { type GuardrailService } from '../guardrails/GuardrailService';
import { MailFailedError, type MailTransport } from '../integrations/email/MailTransport';
import { type Member } from '../members/Member';
import { type PlatformService } from '../platforms/PlatformService';
import { segmentMembers } from '../segments/segmentMembers';
import { type SegmentService } from '../segments/SegmentService';
import { membersByIds, queueFor, sizeOf } from './audience';
import { Email } from './Email';
import { type EmailService } from './EmailService';
import { messageId } from './MailWriter';
import { renderEmail } from './renderEmail';

/** A caller waits for this one, so that it may not take as long as a message to a member. */
const TEST_TIMEOUT_MS = 10_000;
const TEST_READER = 'Alex Example';
const TEST_NOTE = 'This is a test. Members find a link here to get no more e-mails.';

/** Which draft to send, and to whom: a segment, or members. */
export interface SendRequest {
  id: string;
  /** The version that the caller has seen. */
  version: number;
  segmentId?: string | null;
  memberIds?: readonly string[] | null;
}

export interface SentEmail {
  readonly email: Email;
  /** How many members get it. */
  readonly recipientCount: number;
  /** How many of the segment, or of the members named, do not: the suspended and the unsubscribed. */
  readonly leftOutCount: number;
}

interface EmailSendingParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly guardrails: GuardrailService;
  readonly emails: EmailService;
  readonly platforms: PlatformService;
  readonly segments: SegmentService;
  /** Null when e-mail is not set up. */
  readonly transport: MailTransport | null;
  /** Told when there is something in the outbox. */
  readonly onQueued: () => void;
}

/** Sends drafts: to members through the outbox, to one address as a test. */
export class EmailSending {
  constructor(private readonly parts: EmailSendingParts) {}

  /**
   * Settles who gets an e-mail and puts it into the outbox, in one transaction with what the guardrails count. Counts as
   * one of sendEmail's `sends`, and each member who gets it as one of its `recipients`.
   * @throws NotFoundError for the e-mail, the segment or a member
   * @throws BadUserInputError unless exactly one of segment and members is given, and when nobody would get it
   * @throws ConflictError when the e-mail was edited since, or is no draft any more
   * @throws NotConfiguredError
   * @throws GuardrailExceededError
   */
  async send(principal: Principal, request: SendRequest): Promise<SentEmail> {
    const { id, version } = request;
    const { platformId } = principal;
    assertId('Email', id);
    const { database, guardrails, emails, clock, onQueued } = this.parts;
    const sent = await database.transaction(async (manager) => {
      const now = clock();
      // Holds the counters before anything is read; how many recipients there are is only known further on.
      await guardrails.consume(manager, principal, 'sendEmail', { sends: 1, recipients: 0 });
      await emails.lockDraft(manager, { id, platformId, version });
      this.requireTransport();
      const audience = await this.audienceOf(manager, principal, request, now);
      const { total, recipients } = await sizeOf(audience);
      requireRecipients(request, recipients);
      await guardrails.consume(manager, principal, 'sendEmail', { sends: 0, recipients });
      const recipientCount = await queueFor(manager, { id, platformId }, audience, {
        now,
        isEmbedded: database.isEmbedded,
      });
      requireRecipients(request, recipientCount);
      const segmentId = request.segmentId ?? null;
      await manager.update(
        Email,
        { id, platformId },
        { status: 'SENDING', queuedAt: now, segmentId, recipientCount },
      );
      const email = await manager.findOneByOrFail(Email, { id, platformId });
      return { email, recipientCount, leftOutCount: total - recipientCount };
    });
    onQueued();
    return sent;
  }

  /**
   * Sends an e-mail as it is to one address, and resolves once the mail server has taken it. Counts as one of
   * sendTestEmail's `sends`, taken or not.
   * @throws NotFoundError
   * @throws BadUserInputError
   * @throws NotConfiguredError
   * @throws GuardrailExceededError
   * @throws UpstreamFailedError in the mail server's own words
   */
  async sendTest(principal: Principal, { id, to }: { id: string; to: string }): Promise<Email> {
    assertId('Email', id);
    const { database, guardrails, emails, platforms } = this.parts;
    const email = await emails.find(principal, id);
    if (email === null) throw new NotFoundError('Email', id);
    const address = requireEmail('input.to', to);
    const transport = this.requireTransport();
    await database.transaction((manager) =>
      guardrails.consume(manager, principal, 'sendTestEmail', { sends: 1 }),
    );
    const { name: platform } = await platforms.ofCaller(principal);
    const render = renderEmail({ subject: `[Test] ${email.subject}`, body: email.body, platform });
    try {
      await transport.send(
        {
          ...render({ name: TEST_READER, email: address }, { note: TEST_NOTE }),
          messageId: messageId(newId(), transport.from),
          from: { name: platform, address: transport.from },
          to: address,
          headers: {},
        },
        TEST_TIMEOUT_MS,
      );
    } catch (error) {
      if (error instanceof MailFailedError) throw new UpstreamFailedError('E-mail', error.message);
      throw error;
    }
    return email;
  }

  /** @throws NotConfiguredError */
  private requireTransport(): MailTransport {
    const { transport } = this.parts;
    if (transport === null) throw new NotConfiguredError('E-mail', 'SMTP_URL');
    return transport;
  }

  private async audienceOf(
    manager: EntityManager,
    principal: Principal,
    { segmentId, memberIds }: SendRequest,
    now: Date,
  ): Promise<RowQuery<Member>> {
    if (segmentId != null && memberIds == null) {
      const filter = await this.parts.segments.require(manager, principal, segmentId);
      return segmentMembers(manager, principal, filter, now);
    }
    if (memberIds != null && segmentId == null) return membersByIds(manager, principal, memberIds);
    throw new BadUserInputError(
      'input',
      'give either segmentId or memberIds.',
      'exactly one of segmentId and memberIds',
    );
  }
}

/** @throws BadUserInputError when nobody would get it */
function requireRecipients({ segmentId }: SendRequest, count: number): void {
  if (count > 0) return;
  throw new BadUserInputError(
    segmentId == null ? 'input.memberIds' : 'input.segmentId',
    'holds nobody who gets e-mail.',
    'at least one member who is neither suspended nor unsubscribed',
  );
}
