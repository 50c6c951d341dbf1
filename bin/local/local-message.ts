// One mail or SMS as `GET /_local/messages` shows it, with link, token and code as separate fields.
import { readMailedLink } from '#domain/challenge/mailed-link.ts';

export interface LocalMessage {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  /** Empty for an SMS, as is `html`. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly link?: string;
  /** Of the link. */
  readonly token?: string;
  readonly code?: string;
  /** ISO 8601. */
  readonly at: string;
}

export const linkAndCodeOf = (text: string): Pick<LocalMessage, 'link' | 'token' | 'code'> => {
  const [link, end = ''] = /https?:\/\/\S+([?#][\w-]{20,}\.[a-z]{2})(?!\S)/.exec(text) ?? [];
  const { token } = readMailedLink(end);
  const code = /(?<![\w-])\d{6}(?:\d{2})?(?![\w-])/.exec(text.replaceAll(/https?:\/\/\S+/g, ''))?.[0];
  return { ...(link && { link }), ...(token && { token }), ...(code && { code }) };
};
