import { runInNewContext } from 'node:vm';
import { fillPlaceholders, requirePlaceholders } from '../src/emails/placeholders';

describe('what stands for something of the member in an e-mail', () => {
  const values = { name: 'Noor', email: 'noor@example.com' };

  it('is filled in with or without white space, and nothing else is', () => {
    expect(fillPlaceholders('{{name}}, {{ email }}, {{ na me }}, { {name}}, {{other}}', values)).toBe(
      'Noor, noor@example.com, {{ na me }}, { {name}}, {{other}}',
    );
  });

  it.each(['{{}}', '{{  }}', '{{nme}}'])('is told apart from a slip of the pen: %s', (slip) => {
    expect(() => requirePlaceholders('input.body', `Hello ${slip}`)).toThrow(/stands for nothing/);
  });

  it('is looked for in a time that grows with the text, whatever stands in it', () => {
    // Tried in every way, so much white space takes the better part of an hour. Jest can't stop what never yields.
    const text = `{{${' '.repeat(1_500_000)}x`;
    const filled: unknown = runInNewContext(
      'fill()',
      { fill: () => fillPlaceholders(text, values) },
      { timeout: 20_000 },
    );
    expect(filled).toBe(text);
  });
});
