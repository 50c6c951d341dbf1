// What to do about an SMTP server when the log-in failed.
import type { SmtpCheck } from '#adapters/mail/smtp/smtp.ts';
import type { SmtpPresetName } from '#domain/delivery/smtp-presets.ts';
import type { SmtpSettings } from '#domain/settings.ts';
import { sayReason } from '../../commands/say-reason.ts';
import { type Finding, fault, ok, type Words } from '../../finding.ts';

type Server = Pick<SmtpSettings, 'host' | 'port' | 'secure'>;

/** `check.error`: a code of the server or the system, never its text. */
export const judgeLogIn = (server: Server, preset: SmtpPresetName | undefined, check: SmtpCheck): Finding => {
  const name = `${server.host}:${server.port}`;
  if (check.ok) return ok('smtp', { ko: `${name}: TLS와 로그인 정상`, en: `${name}: TLS and log-in work` });
  const { reason, error = 'unknown' } = check;
  const say = (ko: string, en: string): Words => ({ ko: `${name}: ${ko} (${error})`, en: `${name}: ${en} (${error})` });
  if (reason === 'transport_unavailable') {
    return fault(
      'smtp',
      say('연결되지 않거나 나중에 다시 시도하라고 응답함', 'does not answer, or asks to try again later'),
      REACH,
    );
  }
  if (reason === 'transport_insecure') {
    return isCertificate(error)
      ? fault('smtp', say('인증서를 믿을 수 없음', 'its certificate cannot be trusted'), CERTIFICATE)
      : fault('smtp', say('TLS가 되지 않음', 'TLS could not be started'), server.secure ? TLS : STARTTLS);
  }
  if (reason === 'credentials_refused') {
    const next = preset ? PRESET_LOG_IN[preset] : LOG_IN;
    return fault('smtp', say('로그인이 거부됨', 'the log-in was refused'), next);
  }
  return fault('smtp', say('보낼 수 없음', 'cannot be sent through'), sayReason(reason));
};

/** OpenSSL's and Node's error codes for invalid certificates. Others are about the protocol. */
const isCertificate = (error: string): boolean =>
  /CERT|LEAF|ISSUER|ALTNAME|CRL/.test(error) && !error.startsWith('ERR_SSL_');

const REACH: Words = {
  ko: 'smtp.host와 smtp.port를 보세요. 이 네트워크가 메일 포트를 막는다면 다른 곳에서 다시 실행하세요.',
  en: 'Check smtp.host and smtp.port. If this network blocks mail ports, run this from another one.',
};

const CERTIFICATE: Words = {
  ko: 'smtp.host를 인증서에 적힌 이름으로 하고, 서버는 공인 인증 기관의 유효한 인증서를 쓰게 하세요.',
  en: 'Set smtp.host to the name in the certificate. The server needs a valid certificate from a public authority.',
};

const STARTTLS: Words = {
  ko: 'STARTTLS가 있는 포트(보통 587)로 하거나, 465와 "secure": true로 하세요. TLS 없이는 보내지 않습니다.',
  en: 'Use a port with STARTTLS (usually 587), or 465 with "secure": true. Without TLS nothing is sent.',
};

const TLS: Words = {
  ko: '처음부터 TLS인 포트(보통 465)로 하거나, 587로 하고 "secure"를 빼세요.',
  en: 'Use a port where TLS begins at once (usually 465), or 587 without "secure".',
};

const ONCE: Words = {
  ko: '여러 번 틀리면 계정이 잠기니 고친 뒤 다시 실행하세요.',
  en: 'Fix it before you run this again: a few wrong log-ins can lock the account.',
};

const before = ({ ko, en }: Words): Words => ({ ko: `${ko} ${ONCE.ko}`, en: `${en} ${ONCE.en}` });

const LOG_IN = before({
  ko: '시크릿의 user와 password를 보세요.',
  en: 'Check user and password in the secret.',
});

const PRESET_LOG_IN: Readonly<Record<SmtpPresetName, Words>> = {
  naver: before({
    ko: '네이버 메일 설정에서 POP3/SMTP를 켜고, 시크릿에 애플리케이션 비밀번호(2단계 인증 필요)를 넣으세요.',
    en: 'Turn on POP3/SMTP in the settings of Naver Mail. The secret needs an application password, which requires two-step verification.',
  }),
  gmail: before({
    ko: '시크릿에 메일 주소 전체와 앱 비밀번호(2단계 인증 필요)를 넣으세요.',
    en: 'The secret needs the whole address and an app password, which requires two-step verification.',
  }),
  sendgrid: before({
    ko: '시크릿의 user는 "apikey", password는 Mail Send 권한이 있는 API 키여야 합니다.',
    en: 'In the secret, user must be "apikey" and password an API key with the right to send mail.',
  }),
};
