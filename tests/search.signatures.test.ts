import fc from 'fast-check';
import { rowSignature, signatureOf } from '../src/search/signature';

const words = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }), { maxLength: 12 });

const bitsOf = (signature: number): number =>
  [...signature.toString(2)].filter((digit) => digit === '1').length;

describe('the signature of some words', () => {
  it('has every bit of the signature of some of them, and is a number that every engine holds exactly', () => {
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.boolean()), (all, choice) => {
        const some = all.filter(() => choice.next().value);
        const whole = signatureOf(all);
        expect(whole).toBeLessThan(2 ** 52);
        expect(BigInt(whole) & BigInt(signatureOf(some))).toBe(BigInt(signatureOf(some)));
        expect(rowSignature(new Set(all))).toBe(whole);
      }),
    );
  });

  it('does not depend on their order', () => {
    expect(signatureOf(['river', 'otter', 'bank'])).toBe(signatureOf(['bank', 'river', 'otter']));
  });

  it('has the bits of hardly any other word', () => {
    const row = signatureOf(['ana', 'maria', 'lopez', 'ana', 'lopez', 'example', 'com']);
    expect(bitsOf(row)).toBeLessThanOrEqual(3 * 6);
    const others = Array.from({ length: 2_000 }, (_, index) => signatureOf([`word${index}`]));
    const taken = others.filter((other) => (BigInt(row) & BigInt(other)) === BigInt(other));
    expect(taken.length).toBeLessThan(2_000 * 0.08);
  });

  it('of more words than it can tell apart is none', () => {
    expect(rowSignature(new Set(Array.from({ length: 13 }, (_, index) => `word${index}`)))).toBeNull();
  });
});
