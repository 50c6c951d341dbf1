// Reads subject, text and HTML out of a MIME message.
import { simpleParser } from 'mailparser';

export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Does not make up parts that the mail lacks. */
export const readMail = async (raw: Buffer): Promise<ReadMail> => {
  const { subject = '', text = '', html } = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
  return { subject, text, html: html || '' };
};
