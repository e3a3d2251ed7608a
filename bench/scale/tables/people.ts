import { SEARCHES } from '../vocabulary';
import {
  anyOf,
  bySize,
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
import { collections } from './library';

const own = { table: 'members', large: 200_000, small: 400 };
const name = `CONCAT(a.title, IF(${isOneOf(50, 25)}, ' ${SEARCHES.rare}', ''))`;
const email = "CONCAT('member', place.n, '@example', place.n MOD 50, '.com')";
export const members: TableFill = {
  ...own,
  columns: {
    id: idOf(own, 'place.n'),
    platformId,
    email,
    emailKey: email,
    name,
    nameKey: `LOWER(${name})`,
    status: `IF(${isOneOf(400, 40)}, 'SUSPENDED', 'ACTIVE')`,
    joinedAt: createdAt,
    lastSeenAt: `IF(place.n MOD 8 = 1, NULL, ${daysLater('place.n MOD 30')})`,
    suspendedAt: 'NULL',
    suspensionReason: 'NULL',
    searchText: `LOWER(CONCAT(${name}, ' ', ${email}))`,
    ...edited,
  },
};

const memberTags: TableFill = {
  ...own,
  table: 'member_tags',
  columns: {
    memberId: idOf(own, 'place.n'),
    tag: `CONCAT('topic ', place.n MOD ${bySize(40, 5)})`,
    platformId,
    joinedAt: createdAt,
  },
};

const grants = { table: 'access_grants', large: 50_000, small: 400 };
const accessGrants: TableFill = {
  ...grants,
  columns: {
    id: idOf(grants, 'place.n'),
    platformId,
    memberId: anyOf(own),
    collectionId: `IF(place.n MOD 4 = 1, NULL, ${anyOf(collections)})`,
    until: `CASE place.n MOD 3 WHEN 0 THEN NULL WHEN 1 THEN ${daysLater(30)} ELSE ${daysAhead('place.n MOD 300')} END`,
    reason: 'NULL',
    grantedBy: "'Bench'",
    createdAt,
    revokedAt: `IF(${isOneOf(200, 40)}, ${createdAt}, NULL)`,
    version: '1',
  },
};

const groups = { table: 'segments', large: 400, small: 400 };
const segments: TableFill = {
  ...groups,
  columns: {
    id: idOf(groups, 'place.n'),
    platformId,
    name: "CONCAT(a.title, ' ', place.n)",
    nameKey: "LOWER(CONCAT(a.title, ' ', place.n))",
    description: 'a.text',
    filter: `'{"status":"ACTIVE","tags":{"any":["topic 1"]}}'`,
    ...edited,
  },
};

const keys = { table: 'api_keys', large: 10_000, small: 400 };
const keyId = "CONCAT(LPAD(place.p, 4, '0'), 'key', LPAD(place.n, 5, '0'))";
const isRevoked = isOneOf(200, 40);
const keyName = "CONCAT('Client ', place.n)";
const apiKeys: TableFill = {
  ...keys,
  columns: {
    id: keyId,
    platformId,
    name: keyName,
    liveName: `IF(${isRevoked}, NULL, ${keyName})`,
    secretHash: "REPEAT('.', 60)",
    secretTag: "'00000000'",
    lastFour: "'0000'",
    grantAll: '0',
    expiresAt: `CASE place.n MOD ${bySize(50, 10)} WHEN 3 THEN ${daysLater(0)} WHEN 4 THEN ${daysAhead(30)} END`,
    createdById: 'place.platformId',
    createdByName: "'Bench'",
    createdAt,
    revokedAt: `IF(${isRevoked}, ${createdAt}, NULL)`,
    version: '1',
  },
};
const apiKeyScopes: TableFill = {
  table: 'api_key_scopes',
  large: 3 * keys.large,
  small: 3 * keys.small,
  columns: {
    apiKeyId: keyId.replace('place.n', 'place.n DIV 3'),
    scope: oneOf('VIDEOS_READ', 'COLLECTIONS_READ', 'MEMBERS_READ'),
  },
};

const audit = { table: 'audit_entries', large: 200_000, small: 400 };
const auditEntries: TableFill = {
  ...audit,
  columns: {
    id: idOf(audit, 'place.n'),
    platformId,
    action: `IF(${isOneOf(200, 40)}, 'API_KEY_REVOKED', ${oneOf('SIGNED_IN', 'API_KEY_CREATED', 'SIGNED_IN', 'API_KEY_UPDATED')})`,
    adminId: anyOf({ table: 'admins', large: 20, small: 5 }),
    adminName: "'Bench'",
    targetId: `CONCAT('target ', place.n MOD ${bySize(2_000, 4)})`,
    targetName: "'Website'",
    before: `'{"name":"Website"}'`,
    after: `'{"name":"The website"}'`,
    requestId: "'bench'",
    createdAt,
  },
};

export const people: readonly TableFill[] = [
  members,
  memberTags,
  accessGrants,
  segments,
  apiKeys,
  apiKeyScopes,
  auditEntries,
];
