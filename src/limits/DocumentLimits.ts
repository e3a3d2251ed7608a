import { GraphQLError, Lexer, type Token, Source, TokenKind } from 'graphql';
import { BadUserInputError } from '../errors';
import { RequestLimitError } from './RequestLimitError';

export interface DocumentLimitSettings {
  /** Lexical tokens in a document. */
  readonly tokens: number;
  /** Brackets of any kind inside one another. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

/** No schema of ours has names nearly as long; an error or a log line may quote a name. */
const MAX_NAME_LENGTH = 128;
const MAX_REMEMBERED = 500;
/** Longer documents are examined each time, so that what is remembered stays within a few megabytes. */
const MAX_REMEMBERED_LENGTH = 8_192;

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Counts what a document is made of, in one pass of graphql-js's own lexer and before the recursive parser sees it. The
 * time that parsing and validation may take hangs on these counts.
 */
export class DocumentLimits {
  /** Documents that passed, oldest first. */
  private readonly passed = new Set<string>();

  constructor(private readonly settings: DocumentLimitSettings) {}

  /**
   * @param text a GraphQL document
   * @throws RequestLimitError naming the limit that the document passes
   * @throws BadUserInputError for a string with NUL in it
   */
  examine(text: string): void {
    if (this.passed.has(text)) return;
    this.count(text);
    if (text.length > MAX_REMEMBERED_LENGTH) return;
    if (this.passed.size >= MAX_REMEMBERED) this.forgetOldest();
    this.passed.add(text);
  }

  private forgetOldest(): void {
    for (const oldest of this.passed) {
      this.passed.delete(oldest);
      return;
    }
  }

  private count(text: string): void {
    const { settings } = this;
    const nesting = new Nesting(settings.depth);
    let tokens = 0;
    let aliases = 0;
    let directives = 0;
    for (const token of tokensOf(text)) {
      tokens += 1;
      if (tokens > settings.tokens) throw new RequestLimitError('tokens', settings.tokens);
      if (token.kind === TokenKind.NAME && token.value.length > MAX_NAME_LENGTH)
        throw new RequestLimitError('characters in a name', MAX_NAME_LENGTH);
      // A literal can write it as an escape; half a surrogate pair the parser refuses by itself.
      if (token.kind === TokenKind.STRING && token.value.includes('\0'))
        throw new BadUserInputError('query', 'holds a string with a NUL character.', 'Unicode text');
      if (token.kind === TokenKind.AT) directives += 1;
      if (directives > settings.directives) throw new RequestLimitError('directives', settings.directives);
      if (token.kind === TokenKind.COLON && nesting.isInSelectionSet) aliases += 1;
      if (aliases > settings.aliases) throw new RequestLimitError('aliases', settings.aliases);
      nesting.follow(token.kind);
    }
  }
}

/** Ends also where the text is no GraphQL any more: the parser says so, for all before that is within the limits. */
function* tokensOf(text: string): Generator<Token> {
  const lexer = new Lexer(new Source(text));
  for (;;) {
    try {
      lexer.advance();
    } catch (error) {
      if (error instanceof GraphQLError) return;
      throw error;
    }
    if (lexer.token.kind === TokenKind.EOF) return;
    yield lexer.token;
  }
}

/** Which brackets are open. */
class Nesting {
  private readonly open: ('selection' | 'value')[] = [];

  constructor(private readonly limit: number) {}

  /** Only there does a colon make an alias: elsewhere it follows an argument, a variable or a field of an input. */
  get isInSelectionSet(): boolean {
    return this.open.at(-1) === 'selection';
  }

  follow(kind: TokenKind): void {
    if (OPENING.has(kind)) {
      const isSelection = kind === TokenKind.BRACE_L && this.open.at(-1) !== 'value';
      this.open.push(isSelection ? 'selection' : 'value');
      if (this.open.length > this.limit) throw new RequestLimitError('nested levels', this.limit);
    } else if (CLOSING.has(kind)) {
      this.open.pop();
    }
  }
}
