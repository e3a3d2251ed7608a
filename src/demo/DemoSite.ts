import { type BrandingContent } from '../branding/brandingInput';

/** Text in which `{topic}` stands for a topic's name: "{topic}: the usual mistakes". */
type Template = string;

/** What people write, and what the site itself looks like. */
export interface DemoCommunity {
  readonly praise: readonly [string, ...string[]];
  /** What members ask, and what the platform answers. */
  readonly questions: readonly [Question, ...Question[]];
  /** What members say to each other. */
  readonly replies: readonly [string, ...string[]];
  /** From the latest to the oldest; the first is still a draft. */
  readonly posts: readonly { readonly title: string; readonly body: string }[];
  /** In the order of the menu, but for those that are not in it. */
  readonly pages: readonly DemoPage[];
  readonly branding: BrandingContent;
}

interface Question {
  readonly text: string;
  readonly answer: string;
}

interface DemoPage {
  readonly title: string;
  readonly body: string;
  readonly seoDescription: string;
  readonly inMenu: boolean;
}

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

/** Subjects that are found in one place. */
export interface SubjectGroup {
  readonly name: string;
  readonly about: string;
  /** Their names. */
  readonly subjects: readonly string[];
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
  readonly groups: readonly SubjectGroup[];
  /** In which `{subject}` stands for a subject's name and `{number}` for the event's. */
  readonly liveTitle: Template;
  /** The live event that goes on today. */
  readonly openDay: string;
  /** Titles of collections, in which `{subject}` stands for a subject's name. */
  readonly collectionTitles: readonly Template[];
  readonly memberTags: readonly string[];
  readonly community: DemoCommunity;
  readonly currency: string;
  readonly offers: readonly [Offer, ...Offer[]];
}
