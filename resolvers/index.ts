import { adminResolvers } from './admins';
import { videoResolvers } from './videos';
import { scalarResolvers } from './scalars';

/** One map per domain; the schema builder merges them. */
export const resolvers = [adminResolvers, scalarResolvers, videoResolvers];
