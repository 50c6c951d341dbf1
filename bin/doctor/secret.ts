// Reads one of the operator's secrets for a check or a test, and says what to do if it cannot be read.
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { createSecretReader } from '#adapters/secrets-manager.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import { REGION } from '../../lib/names.ts';
import { errorNameOf } from './error-name.ts';
import { type Finding, fault, unknown } from './finding.ts';

interface WantedSecret<Secret> {
  readonly client: SecretsManagerClient;
  readonly arn: string;
  readonly schema: z.ZodMiniType<Secret>;
  readonly check: 'smtp' | 'texts' | 'webhooks' | 'humanCheck';
  /** Of the configuration. */
  readonly key: 'smtp.secretArn' | 'sens.secretArn' | 'humanCheck.secretArn' | `webhooks.${string}.secretArn`;
  /** The JSON that the secret must hold. */
  readonly form: string;
}

type SecretReading<Secret> =
  | { readonly ok: true; readonly reader: SecretReader<Secret>; readonly secret: Secret }
  | { readonly ok: false; readonly finding: Finding };

/** Never throws. `finding` names the error of AWS, and nothing from the secret. */
export const readSecret = async <Secret>(wanted: WantedSecret<Secret>): Promise<SecretReading<Secret>> => {
  const { client, arn, schema } = wanted;
  const reader = createSecretReader({ client, arn, schema });
  try {
    return { ok: true, reader, secret: await reader.read() };
  } catch (error) {
    return { ok: false, finding: judgeUnreadable(wanted, errorNameOf(error)) };
  }
};

type Facts = Pick<WantedSecret<unknown>, 'check' | 'key' | 'form'>;

const judgeUnreadable = ({ check, key, form }: Facts, name: string): Finding => {
  // It could be read, but lacks the fields.
  if (name === 'Error') {
    return fault(
      check,
      { ko: `${key}의 시크릿에 있어야 할 것이 없음`, en: `the secret of ${key} lacks required fields` },
      {
        ko: `시크릿을 이 모양의 JSON으로 저장하세요: ${form}`,
        en: `Store it as JSON in this form: ${form}`,
      },
    );
  }
  if (name === 'ResourceNotFoundException') {
    return fault(
      check,
      { ko: `${key}의 시크릿이 ${REGION}에 없음`, en: `there is no secret of ${key} in ${REGION}` },
      {
        ko: 'Secrets Manager에서 시크릿을 만들고, 그 ARN 전체를 cdk.json에 넣어 다시 배포하세요.',
        en: 'Create it in Secrets Manager, set its whole ARN in cdk.json and deploy again.',
      },
    );
  }
  if (name === 'InvalidRequestException') {
    return fault(
      check,
      { ko: `${key}의 시크릿을 쓸 수 없음 (${name})`, en: `the secret of ${key} cannot be used (${name})` },
      {
        ko: '삭제 예약되었으면 되돌리세요: aws secretsmanager restore-secret',
        en: 'If it is scheduled for deletion, restore it: aws secretsmanager restore-secret',
      },
    );
  }
  const finding = unknown(check, name);
  // The courier has its own role: it may read the secret even if we may not.
  return /^(AccessDenied|DecryptionFailure)/.test(name) ? { ...finding, next: rightMissing(key) } : finding;
};

const rightMissing = (key: string) => ({
  ko: `이 명령을 실행하는 자격 증명에 ${key}에 대한 secretsmanager:GetSecretValue 권한을 주세요 (자체 키로 암호화했으면 kms:Decrypt도).`,
  en: `Give your credentials secretsmanager:GetSecretValue on ${key} (and kms:Decrypt, if it has its own key).`,
});
