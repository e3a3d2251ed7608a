import { newId } from '../database/ids';
import { toSearchText, toSortText } from '../database/searchText';
import { emailKey } from '../emailAddress';
import { type Member } from '../members/Member';
import { type MemberTag } from '../members/MemberTag';
import { type DemoPlan } from './DemoPlan';
import { type Person, people } from './people';

const COUNT = 400;
const SUSPENSION_REASONS = [
  'Shared the password in a public forum.',
  'Payment disputed; waiting for the bank.',
  'Asked for a pause until further notice.',
] as const;

interface DemoMembers {
  readonly members: readonly Member[];
  readonly memberTags: readonly MemberTag[];
}

/** Members who joined over three years, most of them seen lately, a few of them suspended. */
export function demoMembers(plan: DemoPlan): DemoMembers {
  const { site, platformId, random } = plan;
  const members = people(random, COUNT).map((person) => memberOf(plan, person));
  const memberTags = members.flatMap(({ id, joinedAt }) =>
    random
      .some(random.between(0, 3), site.memberTags)
      .map((tag): MemberTag => ({ memberId: id, tag, platformId, joinedAt })),
  );
  return { members, memberTags };
}

function memberOf({ platformId, random, daysAgo }: DemoPlan, { name, email }: Person): Member {
  const age = random.between(1, 1_080) + random.next();
  const joinedAt = daysAgo(age);
  const isSuspended = random.chance(0.03);
  const lastSeenDays = random.chance(0.8) ? random.next() * Math.min(age, 30) : random.next() * age;
  const suspendedAt = isSuspended ? daysAgo(lastSeenDays * random.next()) : null;
  return {
    id: newId(joinedAt),
    platformId,
    email,
    emailKey: emailKey(email),
    name,
    nameKey: toSortText(name),
    status: isSuspended ? 'SUSPENDED' : 'ACTIVE',
    joinedAt,
    lastSeenAt: random.chance(0.96) ? daysAgo(lastSeenDays) : null,
    suspendedAt,
    suspensionReason: isSuspended ? random.pick(SUSPENSION_REASONS) : null,
    unsubscribedAt: random.chance(0.04) ? daysAgo(random.next() * Math.min(age, 60)) : null,
    searchText: toSearchText(name, email),
    wordsWritten: null,
    createdAt: joinedAt,
    updatedAt: suspendedAt ?? joinedAt,
    version: 1,
  };
}
