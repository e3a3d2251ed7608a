import { collectionResolvers } from './collections';
import { guardrailResolvers } from './guardrails';
import { scalarResolvers } from './scalars';
import { videoResolvers } from './videos';

/** One map per domain; the schema builder merges them. */
export const resolvers = [scalarResolvers, guardrailResolvers, collectionResolvers, videoResolvers];
