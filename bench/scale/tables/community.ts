import {
  anyOf,
  bySize,
  countOf,
  createdAt,
  daysAhead,
  daysLater,
  edited,
  idOf,
  isOneOf,
  oneOf,
  platformId,
  type TableFill,
} from '../sql';
import { videos } from './library';
import { members } from './people';

const own = { table: 'comments', large: 400_000, small: 800 };
/** A tenth stand under the newest video, and the newest thread has some hundred replies. */
const isReply = `place.n < ${bySize(300, 100)}`;
const comments: TableFill = {
  ...own,
  columns: {
    id: idOf(own, 'place.n'),
    platformId,
    videoId: `IF(place.n + 1 = place.total OR place.n MOD 10 = 1 OR ${isReply}, ${idOf(videos, `${countOf(videos)} - 1`)}, ${anyOf(videos)})`,
    parentId: `IF(${isReply}, ${idOf(own, `${countOf(own)} - 1`)}, NULL)`,
    isReply,
    memberId: anyOf(members),
    text: 'a.text',
    status: `IF(${isOneOf(400, 40)}, 'HIDDEN', 'VISIBLE')`,
    ...edited,
  },
};

const news = { table: 'posts', large: 20_000, small: 400 };
const posts: TableFill = {
  ...news,
  columns: {
    id: idOf(news, 'place.n'),
    platformId,
    title: 'a.title',
    body: "CONCAT(a.text, ' ', b.text)",
    visibility: oneOf('MEMBERS', 'PUBLIC', 'MEMBERS', 'UNLISTED'),
    pinned: isOneOf(40, 40),
    publishAt: `CASE WHEN ${isOneOf(200, 40, 1)} THEN ${daysAhead('place.n MOD 300')}
      WHEN place.n MOD 10 = 3 THEN NULL ELSE ${daysLater(1)} END`,
    ...edited,
  },
};

const site = { table: 'pages', large: 5_000, small: 400 };
const pages: TableFill = {
  ...site,
  columns: {
    id: idOf(site, 'place.n'),
    platformId,
    title: "CONCAT(a.title, ' ', place.n)",
    sortTitle: "LOWER(CONCAT(a.title, ' ', place.n))",
    slug: "CONCAT('page-', place.n)",
    body: "CONCAT(a.text, ' ', b.text)",
    navigationPosition: `IF(${isOneOf(40, 40)}, place.n, NULL)`,
    publishedAt: `IF(${isOneOf(200, 40, 1)}, NULL, ${createdAt})`,
    ...edited,
  },
};

const mails = { table: 'emails', large: 5_000, small: 400 };
const emails: TableFill = {
  ...mails,
  columns: {
    id: idOf(mails, 'place.n'),
    platformId,
    subject: 'a.title',
    body: 'b.text',
    status: `CASE WHEN ${isOneOf(40, 40)} THEN 'DRAFT' ELSE 'SENT' END`,
    recipientCount: '100',
    sentCount: '100',
    failedCount: '0',
    createdAt,
    updatedAt: daysLater('place.n MOD 9'),
    queuedAt: `IF(${isOneOf(40, 40)}, NULL, ${createdAt})`,
    sentAt: `IF(${isOneOf(40, 40)}, NULL, ${createdAt})`,
    version: '1',
  },
};

/** The newest went to every member, the others to a few. */
const sent = { table: 'email_recipients', large: 400_000, small: 800 };
const emailRecipients: TableFill = {
  ...sent,
  columns: {
    id: idOf(sent, 'place.n'),
    platformId,
    emailId: idOf(mails, `IF(place.n MOD 2 = 0, ${countOf(mails)} - 1, place.n MOD ${bySize(4_000, 300)})`),
    memberId: idOf(members, `(place.n DIV 2) MOD ${countOf(members)}`),
    address: "CONCAT('member', place.n DIV 2, '@example.com')",
    status: `IF(${isOneOf(400, 40)}, 'FAILED', 'SENT')`,
    attempts: '1',
    finishedAt: createdAt,
    unsubscribeSecret: "'00000000000000000000000000000000'",
  },
};

const images = { table: 'media', large: 20_000, small: 400 };
const media: TableFill = {
  ...images,
  columns: {
    id: idOf(images, 'place.n'),
    platformId,
    kind: "'IMAGE'",
    contentType: "'image/png'",
    bytes: '1000',
    storageKey: "CONCAT('bench/', place.p, '/', place.n)",
    createdBy: "'Bench'",
    createdAt,
  },
};

export const community: readonly TableFill[] = [comments, posts, pages, emails, emailRecipients, media];
