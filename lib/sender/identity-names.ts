// Which identities of SES a stage has to do with. An identity exists once per account and region.
import type { StageConfig } from '../config/stage-config.ts';

type Identities = Pick<
  StageConfig,
  'usesSes' | 'senderAddress' | 'senderDomain' | 'senderIdentity' | 'sandboxRecipients' | 'existingRecipients'
>;

/** A domain or an address. */
export const senderNameOf = ({ senderDomain, senderAddress }: Identities): string => senderDomain ?? senderAddress;

/** Those that the stack makes, the sender first, each once. */
export const managedIdentities = (config: Identities): readonly string[] => {
  const { usesSes, senderIdentity, sandboxRecipients, existingRecipients } = config;
  if (!usesSes) return [];
  const sender = senderNameOf(config);
  return [
    ...(senderIdentity === 'managed' ? [sender] : []),
    ...sandboxRecipients.filter((address) => address !== sender && !existingRecipients.includes(address)),
  ];
};

/** Those that exist outside of the stack. */
export const existingIdentities = (config: Identities): readonly string[] => {
  const { usesSes, senderIdentity, sandboxRecipients, existingRecipients } = config;
  if (!usesSes) return [];
  const sender = senderNameOf(config);
  const recipients = sandboxRecipients.filter((name) => name !== sender && existingRecipients.includes(name));
  return [...(senderIdentity === 'existing' ? [sender] : []), ...recipients];
};

/** The domains that verify an address or a domain as well, the nearest first: its own and those above it. */
export const domainsAbove = (name: string): readonly string[] => {
  const labels = name.slice(name.lastIndexOf('@') + 1).split('.');
  const domains = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return domains.filter((domain) => domain !== name);
};

/** What SES calls the sender of a mail to other servers. SPF is checked against it, and bounces go there. */
export const mailFromDomainOf = ({ mailFromSubdomain }: Pick<StageConfig, 'mailFromSubdomain'>, senderDomain: string) =>
  `${mailFromSubdomain}.${senderDomain}`;
