import { videoResolvers } from './videos';
import { scalarResolvers } from './scalars';

/** One map per domain; the schema builder merges them. */
export const resolvers = [scalarResolvers, videoResolvers];
