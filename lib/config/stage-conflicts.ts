// What two stages of one cdk.json cannot both have, if they are in one account: AWS refuses it only during the second deployment.
import { existingIdentities, managedIdentities, senderNameOf } from '../sender/identity-names.ts';
import type { ConfigFault } from './faults.ts';
import { faultIf } from './resolve.ts';
import type { StageConfig } from './stage-config.ts';

/** Paths begin with the key of `stage`. `apart`: how to say that they are in different accounts. */
export const conflictsWith = (stage: StageConfig, other: StageConfig, apart = APART): ConfigFault[] => {
  if (!shareAccount(stage, other)) return [];
  const both = managedIdentities(stage).filter((name) => managedIdentities(other).includes(name));
  const isSenderTwice = both.includes(senderNameOf(stage));
  return [
    ...faultIf(isSenderTwice, 'senderIdentity', `${TWICE(other)}: set "existing" in one of the two${apart}`),
    ...faultIf(
      both.length > (isSenderTwice ? 1 : 0),
      'sandboxRecipients',
      `has an identity that ${TWICE(other)}: name it in existingRecipients of one of the two${apart}`,
    ),
    ...faultIf(
      !isSenderTwice && makesSameRecords(stage, other),
      'hostedZone',
      `has records that stage "${other.stage}" makes already: leave it out in one of the two${apart}`,
    ),
    ...faultIf(
      stage.apiDomain !== undefined && stage.apiDomain.name === other.apiDomain?.name,
      'apiDomain.name',
      `must be another than that of stage "${other.stage}": a name leads to one API`,
    ),
  ];
};

/** The identities that `stage` makes and `other` sends by or to. */
export const identitiesLentTo = (stage: StageConfig, other: StageConfig): readonly string[] =>
  shareAccount(stage, other) ? managedIdentities(stage).filter((name) => existingIdentities(other).includes(name)) : [];

const TWICE = ({ stage }: StageConfig): string => `is managed by stage "${stage}" too, and SES has it once per account`;
const APART = ', or "account" in both if their accounts differ';

/** A stage without `account` may be anywhere. */
const shareAccount = (left: StageConfig, right: StageConfig): boolean =>
  left.account === undefined || right.account === undefined || left.account === right.account;

const makesSameRecords = (left: StageConfig, right: StageConfig): boolean =>
  left.usesSes &&
  right.usesSes &&
  left.senderDomain !== undefined &&
  left.senderDomain === right.senderDomain &&
  left.hostedZone !== undefined &&
  left.hostedZone.id === right.hostedZone?.id;
