import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadNodemailer } from './loadNodemailer';
import { type MailTransport } from './MailTransport';

/** Nobody gets these messages: they are files. */
const FROM = 'no-reply@localhost';

/** Writes each message into a file of its own, `<folder>/<message id>.eml`, for a mail program to open. */
export function createOutboxTransport(folder: string, from = FROM): MailTransport {
  let writer: ReturnType<typeof createWriter> | undefined;
  return {
    from,
    send: async ({ headers, ...mail }) => {
      writer ??= createWriter();
      const { message } = await writer.sendMail({
        ...mail,
        headers: { ...headers },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const name = mail.messageId.replaceAll(/[^\w.@-]/g, '');
      await mkdir(folder, { recursive: true });
      // A message that is tried twice is there once, and never in part.
      await writeFile(join(folder, `.${name}.part`), message as Buffer);
      await rename(join(folder, `.${name}.part`), join(folder, `${name}.eml`));
    },
    close: () => Promise.resolve(),
  };
}

const createWriter = () =>
  loadNodemailer().createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
