import { htmlText } from '../htmlText';
import { loadMarkdownIt } from './loadMarkdownIt';
import { fillPlaceholders, type PlaceholderValues } from './placeholders';

const createMarkdown = () => new (loadMarkdownIt())({ html: false, linkify: true });
let markdown: ReturnType<typeof createMarkdown> | undefined;

/** What a platform writes. */
export interface EmailText {
  readonly subject: string;
  /** Markdown. */
  readonly body: string;
  /** The platform that it comes from, by name. */
  readonly platform: string;
}

/** The same for one reader. */
export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The last lines of a message: how to get no more of them. */
export type Footer = { readonly unsubscribeUrl: string } | { readonly note: string };

/** Reads an e-mail's Markdown once, and gives what makes it out for each reader. */
export function renderEmail({
  subject,
  body,
  platform,
}: EmailText): (reader: PlaceholderValues, footer: Footer) => RenderedEmail {
  markdown ??= createMarkdown();
  // Placeholders in the address of a link are none: the reader's name is no part of where it leads.
  const content = markdown.render(body);
  return (reader, footer) => ({
    subject: fillPlaceholders(subject, reader),
    // Markdown is made to be read as it is.
    text: `${fillPlaceholders(body, reader)}\n\n-- \n${textFooter(platform, footer)}\n`,
    html: page(fillPlaceholders(content, reader, htmlText), htmlFooter(platform, footer)),
  });
}

const reason = (platform: string): string => `You get this e-mail as a member of ${platform}.`;

function textFooter(platform: string, footer: Footer): string {
  if ('note' in footer) return footer.note;
  return `${reason(platform)}\nUnsubscribe: ${footer.unsubscribeUrl}`;
}

function htmlFooter(platform: string, footer: Footer): string {
  if ('note' in footer) return htmlText(footer.note);
  return `${htmlText(reason(platform))} <a href="${htmlText(footer.unsubscribeUrl)}">Unsubscribe</a>`;
}

/** Mail programs know little of style sheets. */
function page(content: string, footer: string): string {
  return `<!doctype html>
<html>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#222">
<div style="max-width:640px;margin:0 auto">
${content}<p style="margin-top:32px;padding-top:16px;border-top:1px solid #ddd;font-size:13px;color:#666">${footer}</p>
</div>
</body>
</html>
`;
}
