/** Text in which `{topic}` stands for a topic's name: "{topic}: the usual mistakes". */
type Template = string;

/** One way to make a video about any topic. */
export interface VideoFormat {
  readonly title: Template;
  readonly description: Template;
  readonly tag: string;
  /** How long such videos are. */
  readonly minutes: readonly [from: number, to: number];
}

/** Topics that belong together, and what the site's people say of them. */
export interface Subject {
  readonly name: string;
  /** A sentence, for the descriptions of its collections. */
  readonly about: string;
  readonly tag: string;
  readonly topics: readonly string[];
}

/** What members can subscribe to. */
export interface Offer {
  readonly name: string;
  readonly description: string;
  /** In minor units of the site's currency. */
  readonly amount: number;
  readonly interval: 'MONTH' | 'YEAR';
  readonly trialDays: number;
  /** Opens the collections that have this in their title; null for everything. */
  readonly collectionsAbout: string | null;
}

/** What a demo platform is made of. Every topic gets a video of every format; every subject a collection of every kind. */
export interface DemoSite {
  readonly name: string;
  readonly timeZone: string;
  readonly admin: { readonly name: string; readonly email: string };
  /** Where its pictures would be. */
  readonly mediaHost: string;
  readonly seed: number;
  readonly formats: readonly VideoFormat[];
  readonly subjects: readonly Subject[];
  /** Titles of collections, in which `{subject}` stands for a subject's name. */
  readonly collectionTitles: readonly Template[];
  readonly memberTags: readonly string[];
  readonly currency: string;
  readonly offers: readonly [Offer, ...Offer[]];
}
