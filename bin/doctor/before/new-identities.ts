// The identities in SES that a deployment would make, or expects to find.
import { factsOfIdentities } from '../checks/mail/identities.ts';
import { conflictOf, type IdentityFacts } from '../checks/mail/judge-identity.ts';
import type { Context } from '../context.ts';
import { type Finding, fault, note, ok } from '../finding.ts';

/** Throws what the SDK throws. */
export const checkNewIdentities = async (context: Context): Promise<Finding[]> =>
  (await factsOfIdentities(context)).map((facts) => conflictOf(facts) ?? judgeNewIdentity(facts));

export type NewIdentity = Pick<IdentityFacts, 'check' | 'name' | 'isExisting' | 'isInStack' | 'isKnown' | 'isVerified'>;

/** Of one without a conflict. */
export const judgeNewIdentity = (facts: NewIdentity): Finding => {
  const { check, name, isExisting, isInStack, isKnown, isVerified } = facts;
  if (isInStack) return ok(check, { ko: `${name}: 이 스택에 있음`, en: `${name}: is in this stack` });
  if (!isExisting) return ok(check, { ko: `${name}: 배포가 만듦`, en: `${name}: the deployment makes it` });
  if (isVerified) return ok(check, { ko: `${name}: 이미 있고 인증됨`, en: `${name}: exists and is verified` });
  if (isKnown) {
    return note(
      check,
      { ko: `${name}: 이미 있지만 아직 인증되지 않음`, en: `${name}: exists, but is not verified` },
      { ko: 'SES 콘솔에서 인증을 마치세요.', en: 'Finish its verification in the SES console.' },
    );
  }
  return fault(
    check,
    {
      ko: `${name}: "이미 있음"으로 설정했지만 SES에 없음`,
      en: `${name}: is set as existing, but SES does not know it`,
    },
    {
      ko: `cdk.json에서 ${check === 'sender' ? '"senderIdentity": "existing"을' : 'existingRecipients에서 이 주소를'} 빼면 배포가 만듭니다.`,
      en: `Remove ${check === 'sender' ? '"senderIdentity": "existing"' : 'it from existingRecipients'} in cdk.json, and the deployment makes it.`,
    },
  );
};
