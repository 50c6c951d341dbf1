// Finds what a stage still has of the committed examples: names that nobody can own, so no mail leaves them or arrives there.
import type { StageConfig } from './config/stage-config.ts';

type Named = Pick<
  StageConfig,
  'senderDomain' | 'senderAddress' | 'sandboxRecipients' | 'brand' | 'allowedOrigins' | 'alarmEmail' | 'apiDomain'
>;

/** https://www.rfc-editor.org/rfc/rfc2606 */
const RESERVED = /(^|\.)(example|example\.(com|net|org))$/;

const isReserved = (name: string): boolean => RESERVED.test(name.slice(name.lastIndexOf('@') + 1));

/** The keys of the configuration that hold such a name. */
export const exampleKeys = (config: Named): readonly string[] => {
  const { senderDomain, senderAddress, sandboxRecipients, brand, allowedOrigins, alarmEmail, apiDomain } = config;
  const names: Readonly<Record<string, readonly (string | undefined)[]>> = {
    [senderDomain ? 'senderDomain' : 'senderEmail']: [senderAddress],
    sandboxRecipients,
    supportAddress: [brand.supportAddress],
    appUrl: [brand.appUrl && new URL(brand.appUrl).hostname],
    allowedOrigins: allowedOrigins.map((origin) => new URL(origin).hostname),
    'apiDomain.name': [apiDomain?.name],
    alarmEmail: [alarmEmail],
  };
  return Object.keys(names).filter((key) => names[key]?.some((name) => name !== undefined && isReserved(name)));
};

/** `undefined` if there is none. */
export const exampleWarning = (config: Named): string | undefined => {
  const keys = exampleKeys(config);
  if (keys.length === 0) return undefined;
  return `These keys still have a name such as example.com, which nobody can own: ${keys.join(', ')}. Write your own into cdk.json.`;
};
