// The fields of the operator's secrets. A secret may have other fields too: the console adds some to a database's secret.
import * as z from 'zod/mini';

const text = z.string('must be text').check(z.minLength(1, 'must not be empty'));

export const SmtpSecret = z.object({ user: text, password: text });
export type SmtpCredentials = Readonly<z.infer<typeof SmtpSecret>>;

/** Of the widget, from the dashboard of Cloudflare. */
export const HumanCheckSecret = z.object({ secretKey: text });
export type HumanCheckCredentials = Readonly<z.infer<typeof HumanCheckSecret>>;

/** The access key of a Naver Cloud sub-account. */
export const SensSecret = z.object({ accessKey: text, secretKey: text });
