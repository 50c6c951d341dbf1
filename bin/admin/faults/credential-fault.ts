// Says what to do when AWS gives no credentials or does not take them. By the error's name: its message may hold a profile or an ARN.
import { errorNameOf } from '../../doctor/error-name.ts';
import type { Words } from '../../doctor/finding.ts';
import { UserError } from '../../user-error.ts';

const NO_CREDENTIALS: Words = {
  ko: 'AWS 자격 증명이 없습니다: aws configure 또는 aws sso login을 실행하거나 AWS_PROFILE을 정하세요.',
  en: 'There are no AWS credentials: run aws configure or aws sso login, or set AWS_PROFILE.',
};

export const EXPIRED: Words = {
  ko: 'AWS 자격 증명이 만료되었습니다: aws sso login을 다시 실행하거나 자격 증명을 새로 받으세요.',
  en: 'The AWS credentials have expired: run aws sso login again, or get new ones.',
};

export const INVALID: Words = {
  ko: 'AWS가 자격 증명을 알지 못합니다: 키와 AWS_PROFILE이 이 계정의 것인지 확인하세요 (aws sts get-caller-identity).',
  en: 'AWS does not know these credentials: check that the keys and AWS_PROFILE are of this account (aws sts get-caller-identity).',
};

export const CLOCK: Words = {
  ko: '이 컴퓨터의 시계가 5분 넘게 틀려서 서명이 거부되었습니다: 시계를 맞추세요 (시간 동기화를 켜세요).',
  en: 'The clock of this machine is more than 5 minutes wrong, so the signature is refused: set it (turn time synchronisation on).',
};

const NO_STACK_RIGHT: Words = {
  ko: '스택을 읽을 권한(cloudformation:DescribeStacks)이 없습니다: 자격 증명에 주거나, 주소를 --url로 알려 주세요.',
  en: 'The right to read the stack (cloudformation:DescribeStacks) is missing: give it to your credentials, or give the address with --url.',
};

const FAULTS: readonly (readonly [RegExp, Words])[] = [
  [/^(CredentialsProviderError|TokenProviderError|ProviderError)$/, NO_CREDENTIALS],
  [/^RequestTimeTooSkewed/, CLOCK],
  [
    /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignature)/,
    INVALID,
  ],
  [/^AccessDenied/, NO_STACK_RIGHT],
];

/** What AWS or the provider of credentials writes about times. `undefined`: nothing. */
export const timeFault = (message: string): Words | undefined => {
  if (/signature (?:expired|not yet current)/i.test(message)) return CLOCK;
  return /expired|sso login/i.test(message) ? EXPIRED : undefined;
};

/** `error`: of an AWS client or of what finds its credentials. */
export const credentialFault = (error: unknown): UserError => {
  if (error instanceof UserError) return error;
  const name = errorNameOf(error);
  const ofTime = error instanceof Error ? timeFault(`${name} ${error.message}`) : undefined;
  const words = ofTime ??
    FAULTS.find(([pattern]) => pattern.test(name))?.[1] ?? {
      ko: `AWS를 호출하지 못했습니다 (${name}): 자격 증명(aws configure, AWS_PROFILE)과 권한, 네트워크를 확인하세요.`,
      en: `AWS could not be called (${name}): check the credentials (aws configure, AWS_PROFILE), their permissions and the network.`,
    };
  return new UserError(words, error);
};
