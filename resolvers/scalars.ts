import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { type Resolvers } from '../src/generated/resolvers';

/** RFC 3339 date-time with an offset; fractions of a second beyond milliseconds are cut. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** What MySQL's DATETIME holds. An offset may carry a year of four digits beyond it. */
const EARLIEST = new Date('1000-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T23:59:59.999Z');

function parseDateTime(value: unknown): Date {
  if (typeof value === 'string' && DATE_TIME.test(value)) {
    const date = new Date(value);
    // Date accepts 30 February and rolls it over to March: the text must come back as it went in.
    const local = new Date(`${value.slice(0, 19)}Z`);
    const rolled = Number.isNaN(local.getTime()) || local.toISOString().slice(0, 19) !== value.slice(0, 19);
    if (!rolled && date >= EARLIEST && date <= LATEST) return date;
  }
  throw new GraphQLError(
    `DateTime must be an ISO 8601 date and time with an offset, such as "2026-01-31T09:30:00.000Z", in the years 1000 to 9999.`,
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

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function parseDate(value: unknown): string {
  if (typeof value === 'string' && DATE.test(value)) {
    const date = new Date(`${value}T00:00:00Z`);
    // Date rolls 30 February over to March.
    if (!Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value) return value;
  }
  throw new GraphQLError('Date must be a day of the calendar in ISO 8601, such as "2026-01-31".');
}

const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  serialize: parseDate,
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : null),
});

export const scalarResolvers: Resolvers = { Date: DateScalar, DateTime };
