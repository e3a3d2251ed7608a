/** The W3C's parser and validator, which comes without types: as much of it as is used here. */
declare module 'webvtt-parser' {
  export interface ParseError {
    readonly message: string;
    /** Counted from 1. For an error in a cue's text it is the line after the cue. */
    readonly line: number;
    /** Counted from 1, in the line or in the cue's text; undefined where the error is about a whole line. */
    readonly col?: number;
  }

  export class WebVTTParser {
    parse(input: string): { readonly cues: readonly unknown[]; readonly errors: readonly ParseError[] };
  }
}
