import { toSortText } from '../database/searchText';
import { BadUserInputError } from '../errors';
import { type MemberStatus } from '../members/Member';
import { requireTags } from '../tags';
import { editOf, requireDistinct, requireInteger, requireText, requireTimeRange } from '../validation';
import { type Segment, SEGMENT_NAME_LENGTH } from './Segment';
import {
  type LastSeenCondition,
  type SegmentFilter,
  type TagsCondition,
  type TimeCondition,
  type WatchedCondition,
  writeSegmentFilter,
} from './segmentFilter';

const MAX_PLANS = 20;
const MAX_DAYS = 3_650;

/** What a caller may give for `Shape`; null is as good as left out. */
type Given<Shape> = { [Key in keyof Shape]?: Shape[Key] | null };

/** A filter as a caller gives it. */
export interface SegmentFilterInput {
  status?: MemberStatus | null;
  planIds?: readonly string[] | null;
  tags?: Given<TagsCondition> | null;
  joined?: Given<TimeCondition> | null;
  lastSeen?: Given<LastSeenCondition> | null;
  watched?: Given<WatchedCondition> | null;
}

export interface NewSegment {
  name: string;
  description?: string | null;
  filter: SegmentFilterInput;
}

/** Undefined leaves a field alone. */
export interface SegmentEdit {
  id: string;
  /** The version that the edit is based on. */
  version: number;
  name?: string | null;
  description?: string | null;
  filter?: SegmentFilterInput | null;
}

type NameFields = Pick<Segment, 'name' | 'nameKey'>;

/** What a write gives, and the columns that follow from it. */
export interface ValidSegment {
  readonly fields: NameFields & Pick<Segment, 'description' | 'filter'>;
  readonly filter: SegmentFilter;
}

/** @throws BadUserInputError naming the field, `input.name` */
export function readNewSegment(input: NewSegment): ValidSegment {
  const filter = requireSegmentFilter('input.filter', input.filter);
  return {
    fields: {
      ...nameFields('input.name', input.name),
      description: description('input.description', input.description ?? ''),
      filter: writeSegmentFilter(filter),
    },
    filter,
  };
}

/** The columns that an edit changes, and the new filter if it changes it. @throws BadUserInputError */
export function readSegmentEdit(input: SegmentEdit): {
  changes: Partial<ValidSegment['fields']>;
  filter: SegmentFilter | undefined;
} {
  const filter = editOf('input.filter', input.filter, requireSegmentFilter);
  const text = editOf('input.description', input.description, description);
  return {
    changes: {
      ...editOf('input.name', input.name, nameFields),
      ...(text === undefined ? {} : { description: text }),
      ...(filter === undefined ? {} : { filter: writeSegmentFilter(filter) }),
    },
    filter,
  };
}

/**
 * A filter as it is kept. Whether the rows that it names are there is not looked at.
 * @param field where it stands in the input: `input.filter`
 * @throws BadUserInputError naming the condition that can't be: `input.filter.joined.inLastDays`
 */
export function requireSegmentFilter(field: string, input: SegmentFilterInput): SegmentFilter {
  const { status, planIds, tags, joined, lastSeen, watched } = input;
  return withoutAbsent({
    status,
    planIds: optional(`${field}.planIds`, planIds, requirePlans),
    tags: optional(`${field}.tags`, tags, requireTagsCondition),
    joined: optional(`${field}.joined`, joined, requireTimes),
    lastSeen: optional(`${field}.lastSeen`, lastSeen, requireLastSeen),
    watched: optional(`${field}.watched`, watched, requireWatched),
  });
}

function nameFields(field: string, value: string): NameFields {
  const name = requireText(field, value, { max: SEGMENT_NAME_LENGTH });
  return { name, nameKey: toSortText(name) };
}

function description(field: string, value: string): string {
  return requireText(field, value, { min: 0, max: 2_000, multiline: true });
}

function requirePlans(field: string, ids: readonly string[]): readonly string[] {
  return requireDistinct(field, ids, { min: 1, max: MAX_PLANS });
}

function requireTagsCondition(field: string, { any, all }: Given<TagsCondition>): TagsCondition {
  return requireAny(field, {
    any: optional(`${field}.any`, any, requireSomeTags),
    all: optional(`${field}.all`, all, requireSomeTags),
  });
}

function requireSomeTags(field: string, values: readonly string[]): readonly string[] {
  if (values.length === 0) throw new BadUserInputError(field, 'has no tags.', '1 to 20 tags');
  return requireTags(field, values);
}

function requireTimes(field: string, input: Given<TimeCondition>): TimeCondition {
  const { from, to, inLastDays } = input;
  requireTimeRange(field, input);
  return requireAny(field, {
    from,
    to,
    inLastDays: optional(`${field}.inLastDays`, inLastDays, requireDays),
  });
}

function requireLastSeen(field: string, input: Given<LastSeenCondition>): LastSeenCondition {
  const { from, to, inLastDays, notInLastDays, never } = input;
  requireTimeRange(field, input);
  const condition: LastSeenCondition = requireAny(field, {
    from,
    to,
    inLastDays: optional(`${field}.inLastDays`, inLastDays, requireDays),
    notInLastDays: optional(`${field}.notInLastDays`, notInLastDays, requireDays),
    never,
  });
  if (never === true && Object.keys(condition).length > 1) {
    throw new BadUserInputError(
      `${field}.never`,
      'is true, and there is more.',
      'nothing beside never: true',
    );
  }
  return condition;
}

function requireWatched(field: string, input: Given<WatchedCondition>): WatchedCondition {
  const { videoId, collectionId, inLastDays, notInLastDays } = input;
  if (inLastDays != null && notInLastDays != null) {
    throw new BadUserInputError(field, 'has both inLastDays and notInLastDays.', 'at most one of the two');
  }
  return requireAny(field, {
    videoId,
    collectionId,
    inLastDays: optional(`${field}.inLastDays`, inLastDays, requireDays),
    notInLastDays: optional(`${field}.notInLastDays`, notInLastDays, requireDays),
  });
}

function requireDays(field: string, value: number): number {
  return requireInteger(field, value, { min: 1, max: MAX_DAYS });
}

function optional<Value, Valid>(
  field: string,
  value: Value | null | undefined,
  validate: (field: string, value: Value) => Valid,
): Valid | undefined {
  return value == null ? undefined : validate(field, value);
}

/** @throws BadUserInputError for a condition that says nothing: it would let everybody through */
function requireAny<Condition extends object>(field: string, condition: Condition): Present<Condition> {
  const present = withoutAbsent(condition);
  if (Object.keys(present).length === 0) {
    throw new BadUserInputError(field, 'names no condition.', Object.keys(condition));
  }
  return present;
}

type Present<Shape> = { [Key in keyof Shape]?: NonNullable<Shape[Key]> };

function withoutAbsent<Shape extends object>(shape: Shape): Present<Shape> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value != null)) as Present<Shape>;
}
