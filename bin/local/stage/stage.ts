// What `npm start` takes from a stage of cdk.json: everything but what only AWS has, which has a replacement on this machine.

import type { SettingsInput } from '#schemas/settings.ts';
import { contentKeysOf } from '../../../lib/bundling/content.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import type { StageKey } from '../../../lib/config/schema.ts';
import type { WebhookConfig } from '../../../lib/config/stage-config.ts';
import { settingsOf } from '../../../lib/settings-variable.ts';
import { parseWords } from '../../parse-words.ts';
import { asUserError, readContext } from '../../read-stage.ts';
import { UserError } from '../../user-error.ts';

/** Not read, so that a fault in them stops no laptop. A new key is read unless it is named here. */
const AWS_ONLY = [
  ...(['account', 'sesMode', 'apiDomain', 'throttles', 'firstDeployment', 'tables', 'alarmEmail'] as const),
  ...(['reservedConcurrency', 'courierConcurrency', 'warm', 'watchesAccount'] as const),
  ...(['transport', 'fallback', 'smtp', 'sms', 'sens', 'sns'] as const),
  ...(['senderEmail', 'senderDomain', 'senderLocalPart', 'senderIdentity', 'identityIds'] as const),
  ...(['mailFromSubdomain', 'hostedZone', 'dkimTokens', 'dmarcRecord', 'dmarcReports', 'dmarcPolicy'] as const),
  ...(['sandboxRecipients', 'existingRecipients'] as const),
  ...(['masterKeys', 'signingKeys', 'otpKeys', 'proofSigningKeys'] as const),
] as const satisfies readonly StageKey[];
const IS_AWS_ONLY: ReadonlySet<string> = new Set(AWS_ONLY);

/** The rules ask for these two. */
const STAND_INS = { sesMode: 'sandbox', senderEmail: 'no-reply@latchkey.example' };

const USAGE = `Usage: npm start [-- --stage <name>]
  --stage <name>  a stage of cdk.json; default: the one that its key "stage" names`;

/** The stage that the command line names. @throws UserError with the usage, for a wrong command line. */
export const readStageName = (words: readonly string[]): string | undefined => {
  const { values } = parseWords(words, { options: { stage: { type: 'string' } } }, () => new UserError(USAGE));
  return values.stage;
};

export interface LocalStage {
  readonly name: string;
  /** `issuer`: the address of the service on this machine, known once it listens. */
  readonly settingsFor: (issuer: string) => SettingsInput;
  /** Of the stage's function for claims, which only AWS runs. */
  readonly claimsFunctionArn: string | undefined;
  readonly webhooks: readonly WebhookConfig[];
}

/** `stage`: `undefined` for the one that the file names. @throws UserError with every fault of the stage that matters here. */
export const readLocalStage = (file: string, stage: string | undefined): LocalStage => {
  const context = readContext(file);
  const read = (key: string) => (key === 'stage' ? (stage ?? context[key]) : forThisMachine(context[key]));
  const config = asUserError(() => readConfig(read));
  return {
    name: config.stage,
    settingsFor: (issuer) => ({ ...settingsOf(config, issuer), ...contentKeysOf(config) }),
    claimsFunctionArn: config.claims?.functionArn,
    webhooks: config.webhooks ?? [],
  };
};

const forThisMachine = (stage: unknown): unknown => {
  if (typeof stage !== 'object' || stage === null || Array.isArray(stage)) return stage;
  const read = Object.entries(stage).filter(([key]) => !IS_AWS_ONLY.has(key));
  return { ...Object.fromEntries(read), ...STAND_INS };
};
