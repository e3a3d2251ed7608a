import { SEARCHES } from '../vocabulary';
import {
  anyOf,
  bySize,
  countOf,
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

const title = "CONCAT(a.title, ' ', place.n)";
const sortTitle = `LOWER(${title})`;
const slug = "CONCAT(REPLACE(LOWER(a.title), ' ', '-'), '-', place.n)";
const description = `CONCAT(a.text, ' ', b.text, IF(${isOneOf(50, 25)}, ' ${SEARCHES.rare}', ''))`;
const tag = `CONCAT('topic ', place.n MOD ${bySize(40, 5)})`;
const visibility = oneOf('MEMBERS', 'PUBLIC', 'MEMBERS', 'UNLISTED');

const own = { table: 'videos', large: 1_000_000, small: 400 };
export const videos: TableFill = {
  ...own,
  columns: {
    id: idOf(own, 'place.n'),
    platformId,
    title,
    sortTitle,
    slug,
    description,
    searchText: `LOWER(CONCAT(${title}, '\n', ${tag}, '\n', ${description}))`,
    publishAt: `CASE WHEN ${isOneOf(1_000, 40)} THEN ${daysAhead('place.n MOD 300')}
      WHEN place.n MOD 10 = 3 THEN NULL ELSE ${daysLater(1)} END`,
    visibility,
    durationSeconds: 'IF(place.n MOD 50 = 7, NULL, 30 + (place.n * 7919) MOD 7200)',
    thumbnailUrl: "CONCAT('https://images.example.com/', place.n, '.jpg')",
    createdAt,
    updatedAt: createdAt,
    deletedAt: `IF(place.n + 1 < place.total AND ${isOneOf(200, 40, 1)}, ${daysAhead(-58)}, NULL)`,
    version: '1',
  },
};

const videoTags: TableFill = {
  ...own,
  table: 'video_tags',
  columns: { videoId: idOf(own, 'place.n'), tag, platformId, position: '0' },
};

const theirs = { table: 'collections', large: 4_000, small: 100 };
export const collections: TableFill = {
  ...theirs,
  columns: {
    id: idOf(theirs, 'place.n'),
    platformId,
    title,
    sortTitle,
    slug,
    description: 'a.text',
    searchText: `LOWER(CONCAT(${title}, '\n', a.text))`,
    coverUrl: 'NULL',
    visibility,
    ...edited,
  },
};

/** Collections hold as many videos on either platform: their size is bounded, and not what is compared. */
const VIDEOS_EACH = 40;
const collectionVideos: TableFill = {
  table: 'collection_videos',
  large: VIDEOS_EACH * theirs.large,
  small: VIDEOS_EACH * theirs.small,
  columns: {
    collectionId: idOf(theirs, `place.n DIV ${VIDEOS_EACH}`),
    videoId: idOf(own, `(place.n * 9) MOD ${countOf(own)}`),
    platformId,
    position: `place.n MOD ${VIDEOS_EACH}`,
  },
};

const groups = { table: 'categories', large: 400, small: 400 };
export const categories: TableFill = {
  ...groups,
  columns: {
    id: idOf(groups, 'place.n'),
    platformId,
    parentId: `IF(place.n MOD 8 = 0, NULL, ${idOf(groups, '(place.n MOD 5) * 8')})`,
    name: title,
    sortName: sortTitle,
    slug,
    description: 'a.text',
    position: 'place.n',
    ...edited,
  },
};

/** Every second video is in the first category, every one in another. */
const inFirst: TableFill = {
  table: 'video_categories',
  large: own.large / 2,
  small: own.small / 2,
  columns: { categoryId: idOf(groups, '0'), videoId: idOf(own, 'place.n * 2'), platformId },
};
const inAnother: TableFill = {
  table: 'video_categories',
  large: own.large / 5,
  small: own.small,
  columns: {
    categoryId: idOf(groups, '1 + place.n MOD 399'),
    videoId: idOf(own, `place.n * ${bySize(5, 1)}`),
    platformId,
  },
};

const tracks = { table: 'caption_tracks', large: 100_000, small: 400 };
const captionTracks: TableFill = {
  ...tracks,
  columns: {
    id: idOf(tracks, 'place.n'),
    platformId,
    videoId: idOf(own, `${countOf(own)} - 1 - place.n DIV 2`),
    language: oneOf('en', 'pt-BR'),
    label: oneOf('English', 'Portuguese'),
    kind: "'SUBTITLES'",
    isDefault: 'place.n MOD 2 = 0',
    cueCount: '10',
    contentLength: '1000',
    ...edited,
  },
};

const events = { table: 'live_events', large: 20_000, small: 400 };
const liveEvents: TableFill = {
  ...events,
  columns: {
    id: idOf(events, 'place.n'),
    platformId,
    title,
    sortTitle,
    slug,
    description: 'a.text',
    startsAt: `IF(${isOneOf(200, 40)}, ${daysAhead('place.n MOD 300')}, ${createdAt})`,
    endsAt: `IF(${isOneOf(200, 40)}, ${daysAhead('1 + place.n MOD 300')}, ${daysLater(0.1)})`,
    visibility,
    streamUrl: 'NULL',
    coverUrl: 'NULL',
    recordingId: `IF(place.n MOD 4 = 1, ${anyOf(own)}, NULL)`,
    canceledAt: `IF(${isOneOf(400, 40, 2)}, ${createdAt}, NULL)`,
    cancellationReason: 'NULL',
    ...edited,
  },
};

export const library: readonly TableFill[] = [
  videos,
  videoTags,
  collections,
  collectionVideos,
  categories,
  inFirst,
  inAnother,
  captionTracks,
  liveEvents,
];
