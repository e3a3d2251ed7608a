import { type Answer, type Client } from './harness/Client';
import { createVideo } from './harness/library';
import { startServer, type TestServer } from './harness/startServer';

const CUE = '00:01.000 --> 00:04.000';
const vtt = (...lines: string[]): string => ['WEBVTT', '', ...lines].join('\n');
/** A text of two cues, the second of which is on lines 6 to 7 and at fault. */
const second = (timing: string, text = 'Hello'): string => vtt(CUE, 'Hello', '', timing, text);

/** [what is wrong, the text, what the error says of it] */
const WRONG: [string, string, RegExp][] = [
  ['nothing at all', '', /line 1: No valid signature/],
  ['plain text', 'Hello there', /line 1: No valid signature/],
  ['SubRip', '1\n00:00:01,000 --> 00:00:04,000\nHello', /line 1: No valid signature/],
  ['a signature with something behind it', 'WEBVTTX\n\n' + CUE, /line 1: No valid signature/],
  ['a space before the signature', ' WEBVTT\n\n' + CUE, /line 1: No valid signature/],
  ['a header that no blank line ends', `WEBVTT\nKind: captions\n\n${CUE}\nHi`, /line 2: No blank line after/],
  ['no cue', 'WEBVTT\n\nNOTE nothing yet\n', /holds no cue/],
  ['a comma before the milliseconds', second('00:05,000 --> 00:06.000'), /line 6: No decimal separator/],
  ['two digits of milliseconds', second('00:05.00 --> 00:06.000'), /line 6: Milliseconds/],
  ['sixty seconds', second('00:60.000 --> 01:06.000'), /line 6: You cannot have more than 59 seconds/],
  ['no end', second('00:05.000 -->'), /line 6: /],
  ['an end before the start', second('00:05.000 --> 00:04.000'), /line 6: End timestamp/],
  ['cues out of order', second('00:00.500 --> 00:04.000'), /line 6: Start timestamp/],
  ['a short arrow', second('00:05.000 -> 00:06.000'), /line 7: Cue identifier needs to be followed/],
  ['an identifier alone', vtt(CUE, 'Hello', '', 'lost', ''), /line 6: Cue identifier cannot be standalone/],
  ['an unknown setting', second('00:05.000 --> 00:06.000 colour:red'), /line 6: Invalid setting/],
  ['a region', vtt('REGION', 'id:fred', '', CUE, 'Hello'), /line 4: /],
  ['a style after a cue', vtt(CUE, 'Hello', '', 'STYLE', '::cue {}', ''), /line 7: Style blocks/],
  ['an ampersand', second('00:05.000 --> 00:06.000', 'Salt & pepper'), /line 7: Incorrect escape/],
  [
    'an unknown reference',
    second('00:05.000 --> 00:06.000', 'a &constructor; b'),
    /line 7: Incorrect escape/,
  ],
  ['a fault on the second line of a text', second('00:05.000 --> 00:06.000', 'Ok\na < b'), /line 8: /],
  [
    'a fault in the last line',
    second('00:05.000 --> 00:06.000', '<b>bold'),
    /line 7: Required end tag missing/,
  ],
  ['a script', second('00:05.000 --> 00:06.000', '<script>alert(1)</script>'), /line 7: Incorrect start tag/],
  ['a voice without a name', second('00:05.000 --> 00:06.000', '<v>Hi'), /line 7: <v> requires/],
  [
    'no blank line between cues',
    vtt(CUE, 'Hello', '00:05.000 --> 00:06.000', 'Hi'),
    /line 5: Blank line missing/,
  ],
  ['an escape character', second('00:05.000 --> 00:06.000', '\u001b[31m'), /line 7: Holds a character/],
  [
    'a control character of the second kind',
    second('00:05.000 --> 00:06.000', 'a\u0085b'),
    /line 7: Holds a character/,
  ],
  ['a time beyond a week', second('00:05.000 --> 168:00:00.000'), /line 6: A time beyond 168 hours/],
  [
    'a time beyond all numbers',
    second(`${'9'.repeat(400)}:00:00.000 --> 00:06.000`),
    /line 6: A time beyond/,
  ],
  ['200,001 characters', second('00:05.000 --> 00:06.000', 'x'.repeat(200_001)), /has 200\d{3} characters/],
];

/** As long as can be, and dear to a parser that is given it: seconds, or the stack. */
const fill = (text: string): string => text.repeat(Math.floor(199_900 / text.length));
const many = (text: (index: number) => string): string => {
  let all = '';
  for (let index = 0, next = text(0); all.length + next.length < 199_900; index += 1, next = text(index))
    all += next;
  return all;
};
/** What is refused before the parser sees it. Between blank lines it sees 5,000 characters at most, whatever is in them. */
const LONG_BLOCK = /line \d+: More than 5000 characters without a blank line/;
const HOSTILE: [string, string, RegExp][] = [
  [
    'settings without end',
    second(`00:05.000 --> 00:06.000${many((index) => ` ${index.toString(36)}:1`)}`),
    LONG_BLOCK,
  ],
  ['tags in tags', second('00:05.000 --> 00:06.000', fill('<c>')), LONG_BLOCK],
  [
    'tags in tags, closed',
    second('00:05.000 --> 00:06.000', '<c>'.repeat(28_000) + '</c>'.repeat(28_000)),
    LONG_BLOCK,
  ],
  [
    'voices deep down',
    second('00:05.000 --> 00:06.000', '<c>'.repeat(20_000) + '<v a></v>'.repeat(15_000)),
    LONG_BLOCK,
  ],
  [
    'voices deep down, cue by cue',
    vtt(many(() => `${CUE}\n${'<c>'.repeat(800)}${'<v a></v>'.repeat(280)}\n\n`)),
    /line 4: Required end tag/,
  ],
  ['references', second('00:05.000 --> 00:06.000', fill('&zz;')), LONG_BLOCK],
  ['ampersands', second('00:05.000 --> 00:06.000', fill('&')), LONG_BLOCK],
  [
    'references, cue by cue',
    vtt(many(() => `${CUE}\n${'&zz;'.repeat(1_200)}\n\n`)),
    /line 4: Incorrect escape/,
  ],
  ['arrows', vtt(fill('-->')), LONG_BLOCK],
  ['lines of arrows', vtt(fill('-->\n')), LONG_BLOCK],
  ['lines of identifiers', vtt(fill('a\n')), LONG_BLOCK],
  ['identifiers alone', vtt(fill('a\n\n')), /line 3: Cue identifier cannot be standalone/],
  ['a header without end', `WEBVTT\n${fill('a\n')}`, LONG_BLOCK],
  ['digits', second(fill('1')), LONG_BLOCK],
  ['digits before arrows', vtt(many(() => `${'1'.repeat(4_900)}-->\n\n`)), /line 3: /],
  ['brackets', second('00:05.000 --> 00:06.000', fill('<')), LONG_BLOCK],
  ['times in a text', second('00:05.000 --> 00:06.000', fill('<00:05.500>')), LONG_BLOCK],
  ['notes', vtt(fill('NOTE\n\n')), /holds no cue/],
  ['blank lines', vtt(fill('\n')), /holds no cue/],
  ['cues of nothing, one on another', vtt(fill(`${CUE}\n`)), LONG_BLOCK],
];

describe('captions that are not valid', () => {
  let server: TestServer;
  let editor: Client;
  let videoId: string;
  beforeAll(async () => {
    server = await startServer({ LATCHKEY_MAX_BODY_BYTES: '2000000' });
    editor = await (await server.platform()).apiKey({ grantAll: true });
    videoId = (await createVideo(editor, { title: 'Spoken' })).id;
  });
  afterAll(async () => {
    const { captions } = await editor.data(
      'query ($videoId: ID!) { captions(videoId: $videoId) { language content version } }',
      { videoId },
    );
    await server.close();
    expect(captions).toEqual([]);
  });

  const save = (input: Record<string, unknown>): Promise<Answer> =>
    editor.query('mutation ($input: SaveCaptionsInput!) { saveCaptions(input: $input) { id } }', {
      input: { videoId, language: 'en', ...input },
    });

  it.each(WRONG)('are refused, with the line and why: %s', async (_name, content, message) => {
    for (const text of [content, content.replaceAll('\n', '\r\n'), content.replaceAll('\n', '\r')]) {
      const { errors } = await save({ content: text });
      expect(errors).toMatchObject([
        {
          extensions: {
            code: 'BAD_USER_INPUT',
            field: 'input.content',
            allowed: expect.any(String) as unknown,
          },
        },
      ]);
      expect(errors[0]?.message).toMatch(/^input\.content: /);
      expect(errors[0]?.message).toMatch(message);
      expect(errors[0]?.message.length).toBeLessThan(200);
    }
  });

  it.each(HOSTILE)('are refused before they cost anything: %s', async (_name, content, message) => {
    const { errors } = await save({ content });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.content' } }]);
    expect(errors[0]?.message).toMatch(message);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a language that is none', { language: 'english, please' }, 'input.language'],
    ['an underscore in the language', { language: 'pt_BR' }, 'input.language'],
    ['no language', { language: '' }, 'input.language'],
    ['a language that is too long', { language: `en-x-${'abcdefgh-'.repeat(5)}a` }, 'input.language'],
    ['a language of a megabyte', { language: 'en-' + 'a'.repeat(1_000_000) }, 'input.language'],
    ['an empty label', { label: ' ' }, 'input.label'],
    ['a label that is too long', { label: 'x'.repeat(81) }, 'input.label'],
    ['no text', { content: null }, 'input.content'],
    ['a text that is left out', { content: undefined }, 'input.content'],
    ['no label', { label: null }, 'input.label'],
    ['no kind', { kind: null }, 'input.kind'],
    ['no answer to whether it is the default', { isDefault: null }, 'input.isDefault'],
  ])('are refused: %s', async (_name, input, field) => {
    const { errors } = await save({ content: vtt(CUE, 'Hi'), ...input });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field, allowed: expect.anything() as unknown } },
    ]);
  });

  it('are not: what is within the limits, and what the standard allows beyond the parser', async () => {
    const other = (await createVideo(editor, { title: 'Other' })).id;
    const contents = [
      vtt(CUE, 'caf&eacute; &#233; &#xE9; &lt;&rlm;&CounterClockwiseContourIntegral;'),
      vtt('NOTE', 'a comment', '', '1', '167:59:59.000 --> 167:59:59.999', '<v.loud Ann>Hi <i>you</i></v>'),
      vtt('00:00.000 --> 00:10.000 vertical:rl line:-1 position:10%,line-left size:50% align:end', 'Hi'),
      vtt(CUE, '<ruby>漢<rt>kan</rt></ruby> <00:02.000><c>later</c> <lang en-GB>colour</lang>'),
      vtt(CUE, 'x'.repeat(4_900)),
      `WEBVTT\t a title\n\n\n\n${CUE}\n`,
      vtt(Array.from({ length: 50 }, () => `${CUE}\n${'x'.repeat(3_900)}`).join('\n\n')),
    ];
    for (const [index, content] of contents.entries()) {
      const language = `en-x-${index}`;
      const { errors } = await save({ videoId: other, language, content });
      expect({ content: content.slice(0, 200), errors }).toEqual({
        content: content.slice(0, 200),
        errors: [],
      });
    }
  });

  it('are refused in a 51st language', async () => {
    const other = (await createVideo(editor, { title: 'Babel' })).id;
    const codes = await Promise.all(
      Array.from({ length: 51 }, async (_, index) => {
        const { errors } = await save({ videoId: other, language: `en-x-${index}`, content: vtt(CUE, 'Hi') });
        return errors[0]?.extensions.field ?? 'saved';
      }),
    );
    expect(codes.filter((code) => code !== 'saved')).toEqual(['input.language']);
  });
});
