import { indexEntries, toSearchText } from '../src/database/searchText';

describe('the words of a text', () => {
  it.each([
    ['E-Mail an Ana@Example.com', ' e mail an ana example com'],
    ['C++, C# und 100 % (5+)', ' c++ c# und 100 5+'],
    ['#5 a+b', ' 5 a+ b'],
    ['Sus_pended ‘don’t’', ' sus pended don t'],
    ['Crème brûlée, ŁÓDŹ, ﬁne Ⅷ', ' creme brulee łodz fine viii'],
    ['ΟΔΟΣ οδοσ', ' οδοσ οδοσ'],
    ['日本料理、iPhone用 ラーメン', ' 日 本 料 理 iphone 用 ラ ー メ ン'],
    ['🎉party 👩‍🍳', ' 🎉 party 👩 🍳'],
    ['한국어 Привет', ' 한국어 привет'.normalize('NFKD')],
    [' … %_! ', ''],
  ])('%j are %j, also when read again', (text, words) => {
    expect(toSearchText(text)).toBe(words);
    expect(toSearchText(words)).toBe(words);
  });

  it('of parts are a line each', () => {
    expect(toSearchText('One\ntwo', '', 'three')).toBe(' one two\n\n three');
  });

  it('are indexed once each, cut at 40 characters, and in pairs where no spaces are written', () => {
    const long = 'a'.repeat(39);
    const entries = indexEntries(toSearchText(`Tea tea ${long}😀 ${long}bc`, '日本料理 本 x'));
    expect([...entries]).toEqual(['tea', long, '😀', `${long}b`, '日本', '本料', '料理', '理本', '本', 'x']);
  });

  it('end where a text has 2,000 different ones, or 20,000 characters', () => {
    const different = Array.from({ length: 2_500 }, (_, index) => `w${index}`).join(' ');
    const entries = indexEntries(toSearchText('title', different));
    expect(entries.size).toBe(2_000);
    expect(entries.has('w1998')).toBe(true);
    const repeated = toSearchText('title', 'abcdefghi '.repeat(2_500));
    expect(repeated.length).toBeLessThan(20_000);
    expect(repeated.length).toBeGreaterThan(19_980);
    expect(repeated.endsWith(' abcdefghi')).toBe(true);
    const ideographs = Array.from({ length: 5_000 }, (_, index) => String.fromCodePoint(0x4e00 + index));
    expect(indexEntries(toSearchText(ideographs.join(''))).size).toBe(2_000);
  });
});
