import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { type Resolvers } from '../src/generated/resolvers';

/** RFC 3339 date-time with an offset; fractions of a second beyond milliseconds are cut. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function parseDateTime(value: unknown): Date {
  if (typeof value === 'string' && DATE_TIME.test(value)) {
    const date = new Date(value);
    // Date accepts 30 February and rolls it over to March: the text must come back as it went in.
    const local = new Date(`${value.slice(0, 19)}Z`);
    if (!Number.isNaN(date.getTime()) && local.toISOString().slice(0, 19) === value.slice(0, 19)) return date;
  }
  throw new GraphQLError(
    `DateTime must be an ISO 8601 date and time with an offset, such as "2026-01-31T09:30:00.000Z".`,
  );
}

const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new Error('DateTime can only be made from a Date.');
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : null),
});

export const scalarResolvers: Resolvers = { DateTime };
