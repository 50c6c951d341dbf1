// Whether Cloudflare takes the secret key of the human check. If not, everybody who is asked for a token is refused.
import { createTurnstile } from '#adapters/human-check/turnstile.ts';
import { HumanCheckSecret } from '#schemas/secrets.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, ok, unknown, type Words } from '../../finding.ts';
import { readSecret } from '../../secret.ts';

/** No widget makes it, so Cloudflare refuses it, but only to somebody whose secret key it takes. */
const MADE_UP_TOKEN = 'latchkey-doctor';
/** With one of them every token passes, or none: https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
const KEY_FOR_TESTS = /^[123]x0/;

export const checkHumanCheck = async ({ config, clients, standIns }: Context): Promise<Finding[]> => {
  const { humanCheck } = config;
  if (!humanCheck) return [];
  const read = await readSecret({
    client: clients.secrets,
    arn: humanCheck.secretArn,
    schema: HumanCheckSecret,
    check: 'humanCheck',
    key: 'humanCheck.secretArn',
    form: '{"secretKey": "0x4AAA…"}',
  });
  if (!read.ok) return [read.finding];
  if (KEY_FOR_TESTS.test(read.secret.secretKey)) return [IS_FOR_TESTS];
  let error = 'passed';
  const check = createTurnstile({
    secret: read.reader,
    hostnames: new Set(),
    log: {
      write: (_event, fields) => {
        error = String(fields?.['error']);
      },
    },
    endpoint: standIns?.turnstileEndpoint,
  });
  await check.check(MADE_UP_TOKEN, { action: 'signup' });
  return [judgeAnswer(error)];
};

/** `error`: as the functions log it. */
const judgeAnswer = (error: string): Finding => {
  if (error === 'invalid-input-response') {
    return ok('humanCheck', { ko: 'Cloudflare가 시크릿 키를 받아들임', en: 'Cloudflare accepts the secret key' });
  }
  if (error === 'invalid-input-secret') {
    return fault(
      'humanCheck',
      { ko: `Cloudflare가 시크릿 키를 거부함 (${error})`, en: `Cloudflare refuses the secret key (${error})` },
      STORE_RIGHT_KEY,
    );
  }
  return unknown('humanCheck', error);
};

const STORE_RIGHT_KEY: Words = {
  ko: 'humanCheck.siteKey와 같은 위젯의 시크릿 키를 Cloudflare 대시보드에서 복사해 humanCheck.secretArn의 시크릿에 저장하세요.',
  en: 'Copy the secret key of the widget of humanCheck.siteKey from the dashboard of Cloudflare into the secret of humanCheck.secretArn.',
};

const IS_FOR_TESTS = fault(
  'humanCheck',
  { ko: '시크릿에 든 것이 Cloudflare의 테스트용 키', en: 'the secret holds one of the keys of Cloudflare for tests' },
  STORE_RIGHT_KEY,
);
