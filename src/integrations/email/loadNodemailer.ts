import { createRequire } from 'node:module';
import type * as library from 'nodemailer';

const load = createRequire(__filename);

/** The library, loaded with the first message: a server answers well before it writes to anybody. */
export function loadNodemailer(): typeof library {
  return load('nodemailer') as typeof library;
}
