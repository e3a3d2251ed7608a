/** Words that are looked for. */
export const SEARCHES = {
  /** In about every tenth text. */
  common: 'kitchen',
  another: 'garden',
  /** Some word of most texts begins with it. */
  letter: 's',
  /** In few rows, however large the platform is. */
  rare: 'saffron',
  none: 'zyzzyva',
} as const;

export const PHRASES = 997;

const WORDS =
  `bread oven slow morning light rope wall climb breath yoga stretch guitar chord song paint brush colour paper
  wood table chair lamp garden seed soil rain winter summer spring harvest kitchen knife onion butter sugar salt pepper
  river stone bridge walk mountain path forest bird camera lens frame story voice letter page book lesson first second
  third class course school teacher student question answer simple careful gentle strong quiet heavy bright early late
  home table window door street market fish rice noodle soup sauce spice dough yeast flour crust steam smoke fire ember`
    .split(/\s+/)
    .filter(Boolean);

export interface Phrase {
  readonly title: string;
  readonly text: string;
}

/** Short texts to make longer ones of; always the same. */
export function phrases(): Phrase[] {
  let state = 42;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  const words = (count: number): string =>
    Array.from({ length: count }, () => WORDS[below(WORDS.length)]).join(' ');
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return Array.from({ length: PHRASES }, () => ({
    title: capital(words(3)),
    text: `${capital(words(16))}.`,
  }));
}
