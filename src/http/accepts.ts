const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** What a GraphQL answer may be sent as (GraphQL over HTTP, section 6.1). */
export type AnswerType = 'application/json' | typeof GRAPHQL_RESPONSE;

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

/**
 * The better liked of the two answer types; JSON when they are equal, or when no header says that anything else would do;
 * null when the client takes neither.
 */
export function answerTypeFor(accept: string | undefined): AnswerType | null {
  if (accept === undefined) return 'application/json';
  const ranges = rangesOf(accept);
  const json = qualityOf(ranges, 'application/json');
  const response = qualityOf(ranges, GRAPHQL_RESPONSE);
  if (json === 0 && response === 0) return null;
  return response > json ? GRAPHQL_RESPONSE : 'application/json';
}

/** Whether a page is liked better than JSON, as browsers do. */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = rangesOf(accept);
  return qualityOf(ranges, 'text/html') > qualityOf(ranges, 'application/json');
}

/** RFC 9110 section 12.5.1. */
function rangesOf(accept: string): MediaRange[] {
  return accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    return { type, quality: Number.isNaN(quality) ? 0 : quality };
  });
}

/** The most specific range decides, not the most generous one. */
function qualityOf(ranges: readonly MediaRange[], type: string): number {
  for (const candidate of [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*']) {
    const range = ranges.find((given) => given.type === candidate);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
