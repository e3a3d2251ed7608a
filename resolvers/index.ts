import { adminResolvers } from './admins';
import { collectionResolvers } from './collections';
import { guardrailResolvers } from './guardrails';
import { memberResolvers } from './members';
import { scalarResolvers } from './scalars';
import { videoResolvers } from './videos';

/** One map per domain; the schema builder merges them. */
export const resolvers = [
  adminResolvers,
  scalarResolvers,
  collectionResolvers,
  guardrailResolvers,
  memberResolvers,
  videoResolvers,
];
