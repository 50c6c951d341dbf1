// The identities in SES against the configuration: is the sender there and verified, and each recipient of the sandbox?
import { paginateListEmailIdentities, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { StageConfig } from '../../../../lib/config/stage-config.ts';
import { domainsAbove, senderNameOf } from '../../../../lib/sender/identity-names.ts';
import type { Context } from '../../context.ts';
import type { Finding } from '../../finding.ts';
import { resourcesOf } from '../../stack.ts';
import { type IdentityFacts, judgeIdentity } from './judge-identity.ts';

/** Whether SES has verified each identity, by name. */
type KnownIdentities = ReadonlyMap<string, boolean>;

/** One call for all of them: SES v2 allows one a second. Throws what the SDK throws. */
const listIdentities = async (client: SESv2Client): Promise<KnownIdentities> => {
  const known = new Map<string, boolean>();
  for await (const page of paginateListEmailIdentities({ client, pageSize: 1000 }, {})) {
    for (const { IdentityName, SendingEnabled, VerificationStatus } of page.EmailIdentities ?? []) {
      if (IdentityName)
        known.set(IdentityName, VerificationStatus === 'SUCCESS' || (!VerificationStatus && !!SendingEnabled));
    }
  }
  return known;
};

export const checkIdentities = async (context: Context): Promise<Finding[]> =>
  (await factsOfIdentities(context)).map(judgeIdentity);

/** The sender first. Throws what the SDK throws. */
export const factsOfIdentities = async ({ clients, config, stack }: Context): Promise<IdentityFacts[]> => {
  const known = await listIdentities(clients.sesv2);
  const made = stack ? resourcesOf(stack, 'AWS::SES::EmailIdentity') : [];
  const idsInStack = new Map(made.map(({ physicalId, logicalId }) => [physicalId, logicalId]));
  return namesOf(config).map(({ check, name, isExisting }) => ({
    check,
    name,
    isExisting,
    isInStack: idsInStack.has(name),
    hasOtherId: !(idsInStack.get(name)?.startsWith(prefixOf(config, name)) ?? true),
    identityIds: config.identityIds,
    isDeployed: stack !== undefined,
    isKnown: known.has(name),
    ...verificationOf(known, name),
  }));
};

interface WantedIdentity {
  readonly check: 'sender' | 'recipient';
  readonly name: string;
  /** The configuration says that it exists already. */
  readonly isExisting: boolean;
}

const namesOf = (config: StageConfig): WantedIdentity[] => {
  const sender = senderNameOf(config);
  const recipients = config.sandboxRecipients.filter((name) => name !== sender);
  return [
    { check: 'sender', name: sender, isExisting: config.senderIdentity === 'existing' },
    ...recipients.map((name) => ({
      check: 'recipient' as const,
      name,
      isExisting: config.existingRecipients.includes(name),
    })),
  ];
};

/** How the logical id begins that the next deployment gives it. */
const prefixOf = (config: StageConfig, name: string): string => {
  const isByRole = config.identityIds === 'role' || name === config.senderDomain;
  return isByRole && name === senderNameOf(config) ? 'MailSender' : 'MailRecipient';
};

/** A verified domain covers its addresses and its subdomains. SES authorises on the nearest identity that is verified. */
const verificationOf = (known: KnownIdentities, name: string): { isVerified: boolean; through?: string } => {
  if (known.get(name) === true) return { isVerified: true };
  const through = domainsAbove(name).find((domain) => known.get(domain) === true);
  return through === undefined ? { isVerified: false } : { isVerified: true, through };
};
