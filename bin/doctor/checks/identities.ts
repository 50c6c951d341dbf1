// The identities in SES against the configuration: is the sender there and verified, and each recipient of the sandbox?
import { paginateListEmailIdentities, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { StageConfig } from '../../../lib/config/stage-config.ts';
import type { Context } from '../context.ts';
import type { Finding } from '../finding.ts';
import { resourcesOf } from '../stack.ts';
import { judgeIdentity } from './judge-identity.ts';

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

export const checkIdentities = async ({ clients, config, stack }: Context): Promise<Finding[]> => {
  const known = await listIdentities(clients.sesv2);
  const inStack = stack && new Set(resourcesOf(stack, 'AWS::SES::EmailIdentity').map(({ physicalId }) => physicalId));
  return namesOf(config).map(({ check, name, isExisting }) =>
    judgeIdentity({
      check,
      name,
      isExisting,
      isInStack: inStack?.has(name) ?? false,
      isDeployed: stack !== undefined,
      isKnown: known.has(name),
      isVerified: known.get(name) === true || isVerifiedByDomain(known, name),
    }),
  );
};

interface Wanted {
  readonly check: 'sender' | 'recipient';
  readonly name: string;
  /** The configuration says that it exists already. */
  readonly isExisting: boolean;
}

const namesOf = (config: StageConfig): Wanted[] => {
  const sender = config.senderDomain ?? config.senderAddress;
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

/** A verified domain covers its addresses and its subdomains. */
const isVerifiedByDomain = (known: KnownIdentities, name: string): boolean => {
  const labels = name.slice(name.lastIndexOf('@') + 1).split('.');
  return labels.some((_, index) => index < labels.length - 1 && known.get(labels.slice(index).join('.')) === true);
};
