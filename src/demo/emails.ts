import { newId } from '../database/ids';
import { type Email } from '../emails/Email';
import { type EmailRecipient } from '../emails/EmailRecipient';
import { newUnsubscribeSecret } from '../emails/unsubscribeToken';
import { type Member } from '../members/Member';
import { type DemoPlan } from './DemoPlan';
import { type Subject } from './DemoSite';

const SENT = 4;
const RECIPIENTS: readonly [from: number, to: number] = [60, 110];
const REFUSALS = [
  '550 5.1.1 The mailbox does not exist.',
  '552 5.2.2 The mailbox is full.',
  '554 5.7.1 The message was refused.',
] as const;

interface DemoEmails {
  readonly emails: readonly Email[];
  readonly emailRecipients: readonly EmailRecipient[];
}

/** A newsletter every other week, the last of which is still a draft. */
export function demoEmails(plan: DemoPlan, members: readonly Member[]): DemoEmails {
  const { site, random } = plan;
  const subjects = random.some(SENT + 1, site.subjects);
  const emailRecipients: EmailRecipient[] = [];
  const emails = subjects.map((subject, index) => {
    if (index === 0) return draftOf(plan, subject, random.next());
    const sentDays = index * 14 - random.next();
    const recipients = membersAt(plan, members, sentDays);
    const email = sentOf(plan, draftOf(plan, subject, sentDays + 1), sentDays);
    const copies = recipients.map((member) => copyOf(plan, email, member));
    emailRecipients.push(...copies);
    const failedCount = copies.filter(({ status }) => status === 'FAILED').length;
    return {
      ...email,
      recipientCount: copies.length,
      sentCount: copies.length - failedCount,
      failedCount,
    };
  });
  return { emails, emailRecipients };
}

/** Some of those who were there and could get mail. */
function membersAt({ random, daysAgo }: DemoPlan, members: readonly Member[], days: number): Member[] {
  const then = daysAgo(days);
  const there = members.filter(
    ({ joinedAt, status, unsubscribedAt }) =>
      joinedAt < then && status === 'ACTIVE' && (unsubscribedAt === null || unsubscribedAt > then),
  );
  return random.some(random.between(...RECIPIENTS), there);
}

function draftOf({ site, platformId, daysAgo }: DemoPlan, subject: Subject, age: number): Email {
  const createdAt = daysAgo(age);
  const topics = subject.topics.slice(0, 3).map((topic) => `- **${topic}**`);
  return {
    id: newId(createdAt),
    platformId,
    subject: `{{name}}, new in ${subject.name}: ${subject.topics[0] ?? subject.name}`,
    body: [
      'Hello {{name}},',
      subject.about,
      'New this fortnight:',
      topics.join('\n'),
      `See you soon,\n*${site.admin.name}*`,
    ].join('\n\n'),
    status: 'DRAFT',
    segmentId: null,
    recipientCount: 0,
    sentCount: 0,
    failedCount: 0,
    createdAt,
    updatedAt: createdAt,
    queuedAt: null,
    sentAt: null,
    version: 1,
  };
}

function sentOf({ daysAgo }: DemoPlan, draft: Email, days: number): Email {
  const queuedAt = daysAgo(days);
  const sentAt = new Date(queuedAt.getTime() + 90_000);
  return { ...draft, status: 'SENT', queuedAt, sentAt, updatedAt: queuedAt, version: 2 };
}

function copyOf(
  { random }: DemoPlan,
  { id, platformId, queuedAt, sentAt }: Email,
  member: Member,
): EmailRecipient {
  const isRefused = random.chance(0.03);
  return {
    id: newId(queuedAt ?? undefined),
    platformId,
    emailId: id,
    memberId: member.id,
    address: member.email,
    status: isRefused ? 'FAILED' : 'SENT',
    attempts: 1,
    dueAt: null,
    leaseToken: null,
    lastError: isRefused ? random.pick(REFUSALS) : null,
    finishedAt: sentAt,
    unsubscribeSecret: newUnsubscribeSecret(),
  };
}
