import { type AccessGrant } from '../access/AccessGrant';
import { type Collection } from '../collections/Collection';
import { newId } from '../database/ids';
import { type Member } from '../members/Member';
import { type DemoPlan } from './DemoPlan';

const COUNT = 24;
const REASONS = [
  'Press.',
  'Won the summer raffle.',
  'Makes up for the outage in May.',
  'Gave a talk at the open day.',
  null,
] as const;

/** Free access of a few members: some to everything, some of it over. */
export function demoAccessGrants(
  plan: DemoPlan,
  members: readonly Member[],
  collections: readonly Collection[],
): readonly AccessGrant[] {
  const { site, platformId, random, daysAgo } = plan;
  const today = daysAgo(0).getTime();
  return random.some(COUNT, members).map((member) => {
    // Not before they joined.
    const age = ((today - member.joinedAt.getTime()) / 86_400_000) * random.next();
    const createdAt = daysAgo(age);
    const [collection] = random.chance(0.7) ? random.some(1, collections) : [];
    const isRevoked = random.chance(0.15);
    return {
      id: newId(createdAt),
      platformId,
      memberId: member.id,
      collectionId: collection?.id ?? null,
      until: random.chance(0.6) ? daysAgo(age - random.between(30, 365)) : null,
      reason: random.pick(REASONS),
      grantedBy: site.admin.name,
      createdAt,
      revokedAt: isRevoked ? daysAgo(age - Math.min(age, 20) * random.next()) : null,
      version: isRevoked ? 2 : 1,
    };
  });
}
