// One mail or SMS as `GET /_local/messages` shows it, with link and code as separate fields.
export interface LocalMessage {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  /** Empty for an SMS, as is `html`. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly link?: string;
  readonly code?: string;
  /** ISO 8601. */
  readonly at: string;
}

export const linkAndCodeOf = (text: string): Pick<LocalMessage, 'link' | 'code'> => {
  const link = /https?:\/\/\S+\?token=[\w-]+/.exec(text)?.[0];
  const code = /(?<![\w-])\d{6}(?:\d{2})?(?![\w-])/.exec(text.replaceAll(/https?:\/\/\S+/g, ''))?.[0];
  return { ...(link && { link }), ...(code && { code }) };
};
