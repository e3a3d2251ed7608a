import { htmlText } from '../htmlText';

/** What the page says, and whether it has a button that does it. */
interface PageText {
  readonly title: string;
  readonly text: string;
  readonly button?: string;
}

/** Asks before it does anything: mail scanners follow links. */
export const askPage = (platform: string): string =>
  page({
    title: 'Unsubscribe',
    text: `You will get no more e-mails from ${platform}.`,
    button: 'Unsubscribe',
  });

export const donePage = (platform: string): string =>
  page({ title: 'Unsubscribed', text: `You get no more e-mails from ${platform}.` });

/** The same for whatever is wrong with a link. */
export const invalidPage = page({
  title: 'This link does not work',
  text: 'It may be incomplete. Copy all of it from the e-mail, or write to whoever sent it.',
});

function page({ title, text, button }: PageText): string {
  const form =
    button === undefined
      ? ''
      : `\n<form method="post"><button type="submit">${htmlText(button)}</button></form>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${htmlText(title)}</title>
<h1>${htmlText(title)}</h1>
<p>${htmlText(text)}</p>${form}
</html>
`;
}
