// What to do about one identity: who manages it, and is it verified?
import type { StageConfig } from '../../../../lib/config/stage-config.ts';
import { type Finding, fault, note, ok, type Words } from '../../finding.ts';

export interface IdentityFacts {
  readonly check: 'sender' | 'recipient';
  /** An address or a domain. */
  readonly name: string;
  /** The configuration says that it exists in the account. */
  readonly isExisting: boolean;
  readonly isInStack: boolean;
  /** Under another logical id than the next deployment gives it. */
  readonly hasOtherId: boolean;
  readonly identityIds: StageConfig['identityIds'];
  readonly isDeployed: boolean;
  /** SES lists it. */
  readonly isKnown: boolean;
  /** By itself, or through its domain or a parent domain. */
  readonly isVerified: boolean;
  /** The domain that SES authorises on, if the name itself is not verified. */
  readonly through?: string;
}

/** What the next deployment would do to it that nobody wants, or could not do. */
export const conflictOf = (facts: IdentityFacts): Finding | undefined => {
  const { isExisting, isInStack, isKnown } = facts;
  if (isKnown && !isInStack && !isExisting) return takenElsewhere(facts);
  if (isInStack && isExisting) return leavesTheStack(facts);
  return isInStack && facts.hasOtherId ? madeAgain(facts) : undefined;
};

export const judgeIdentity = (facts: IdentityFacts): Finding => {
  const { check, name, isKnown, isVerified } = facts;
  const conflict = conflictOf(facts);
  if (conflict) return conflict;
  if (!isKnown && !isVerified) return missing(facts);
  if (isVerified) return ok(check, verifiedBy(facts));
  return fault(check, { ko: `${name}: 아직 인증되지 않음`, en: `${name}: not verified yet` }, howToVerify(name));
};

const verifiedBy = ({ name, through }: IdentityFacts): Words =>
  through === undefined
    ? { ko: `${name}: 인증됨`, en: `${name}: verified` }
    : {
        ko: `${name}: ${through}(으)로 인증됨, SES는 identity/${through}의 권한을 봅니다`,
        en: `${name}: verified through ${through}, so SES authorises on identity/${through}`,
      };

const isDomain = (name: string): boolean => !name.includes('@');

const howToVerify = (name: string): Words =>
  isDomain(name)
    ? {
        ko: '배포 출력의 DKIM CNAME 세 개를 도메인의 DNS에 넣고 SES가 확인할 때까지(보통 몇 분, 길면 72시간) 기다리세요.',
        en: "Put the three DKIM CNAMEs of the stack's outputs into the domain's DNS and wait for SES: minutes, at most 72 hours.",
      }
    : {
        ko: `AWS가 ${name}(으)로 보낸 메일의 링크를 24시간 안에 여세요. 지났으면 SES 콘솔에서 다시 보내세요.`,
        en: `Open the link in the mail from AWS to ${name} within 24 hours; after that, have it sent again in the SES console.`,
      };

/** The line of cdk.json for an identity that exists already: there is only one per account and region. */
const configLine = (check: IdentityFacts['check'], name: string): string =>
  check === 'sender' ? '"senderIdentity": "existing"' : `"existingRecipients": [..., "${name}"]`;

const takenElsewhere = ({ check, name, isDeployed }: IdentityFacts): Finding =>
  fault(
    check,
    {
      ko: `${name}: 이 스택 밖에 이미 있는 자격 증명이라 ${isDeployed ? '다음 ' : ''}배포가 실패합니다.`,
      en: `${name}: exists in SES outside of this stack, so ${isDeployed ? 'the next' : 'a'} deployment fails.`,
    },
    {
      ko: `cdk.json의 스테이지에 ${configLine(check, name)} 을(를) 넣으세요.`,
      en: `Set ${configLine(check, name)} in the stage in cdk.json.`,
    },
  );

const leavesTheStack = ({ check, name }: IdentityFacts): Finding =>
  note(
    check,
    {
      ko: `${name}: 이 스택이 만든 것인데 설정은 "이미 있음"이라고 하니, 다음 배포가 지웁니다.`,
      en: `${name}: this stack made it, but the configuration calls it existing: the next deployment removes it from the stack, and in the sandbox deletes it.`,
    },
    {
      ko: `cdk.json에서 ${check === 'sender' ? '"senderIdentity": "managed"로 되돌리세요' : 'existingRecipients에서 빼세요'}.`,
      en: check === 'sender' ? 'Set "senderIdentity" back to "managed".' : 'Remove it from existingRecipients.',
    },
  );

/** CloudFormation makes what is new before it deletes what is gone, and SES has an identity once. */
const madeAgain = ({ check, name, identityIds }: IdentityFacts): Finding =>
  fault(
    check,
    {
      ko: `${name}: 이 스택이 다른 역할로 만든 것이라 다음 배포가 실패합니다.`,
      en: `${name}: this stack made it in another role, so the next deployment would make it twice, and fail.`,
    },
    check === 'sender'
      ? {
          ko: `cdk.json의 스테이지에 "identityIds": "${otherOf(identityIds)}"을(를) 넣으세요.`,
          en: `Set "identityIds": "${otherOf(identityIds)}" in the stage in cdk.json.`,
        }
      : {
          ko: 'sandboxRecipients에서 빼고 한 번 배포한 뒤, 다시 넣고 배포하세요. 인증 메일이 다시 갑니다.',
          en: 'Remove it from sandboxRecipients and deploy; then add it again and deploy. AWS asks it to confirm again.',
        },
  );

const otherOf = (ids: StageConfig['identityIds']): StageConfig['identityIds'] => (ids === 'role' ? 'name' : 'role');

const missing = ({ check, name, isExisting, isDeployed }: IdentityFacts): Finding => {
  const what = { ko: `${name}: SES에 없음`, en: `${name}: SES does not know it` };
  if (isExisting) {
    return fault(check, what, {
      ko: `"이미 있음" 설정을 빼고 배포하거나, SES 콘솔에서 직접 만들어 인증하세요.`,
      en: 'Remove the "existing" setting and deploy, or create and verify it in the SES console.',
    });
  }
  const next = isDeployed
    ? { ko: '다시 배포하세요: npx cdk deploy', en: 'Deploy again: npx cdk deploy' }
    : { ko: '배포하면 만들어집니다: npx cdk deploy', en: 'Deploying creates it: npx cdk deploy' };
  return fault(check, what, next);
};
