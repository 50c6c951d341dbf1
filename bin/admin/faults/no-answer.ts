// Says what to do when a call got no answer.
import type { Words } from '../../doctor/finding.ts';
import { UserError } from '../../user-error.ts';
import type { Place } from '../place.ts';

/** The codes of errors before anything was sent. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** `fetch` wraps the error of the socket. */
const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'unknown';
  return (cause as NodeJS.ErrnoException).code?.toString() ?? cause.name;
};

export const wasNotSent = (error: unknown): boolean => NOT_SENT.has(codeOf(error));

/** What is to be known of an act whose answer did not come. */
export const UNKNOWN_OUTCOME: Words = {
  ko: '이미 처리되었을 수 있습니다: 다시 하기 전에 audit로 확인하세요.',
  en: 'It may have been done: look with "audit" before you repeat it.',
};

export const noAnswer = (error: unknown, place: Place, isRepeatable: boolean): UserError => {
  const code = codeOf(error);
  const words = wasNotSent(error) ? unreachable(code, place) : undefined;
  if (words) return new UserError(words, error);
  const what = brokenOff(code, place);
  if (isRepeatable) return new UserError(what, error);
  return new UserError({ ko: `${what.ko} ${UNKNOWN_OUTCOME.ko}`, en: `${what.en} ${UNKNOWN_OUTCOME.en}` }, error);
};

const unreachable = (code: string, { isLocal, url }: Place): Words =>
  isLocal
    ? {
        ko: `${url}에서 서비스가 실행되고 있지 않습니다 (${code}): 다른 터미널에서 npm start를 실행하고, 포트가 다르면 PORT를 같게 하세요.`,
        en: `No service is running at ${url} (${code}): run npm start in another terminal, and set PORT if it has another port.`,
      }
    : {
        ko: `${url}에 연결하지 못했습니다 (${code}): 네트워크와 DNS, 주소를 확인하세요 (npm run doctor가 api 줄에서 알려 줍니다).`,
        en: `${url} cannot be reached (${code}): check the network, DNS and the address (npm run doctor tells, in its line "API domain").`,
      };

const brokenOff = (code: string, { url }: Place): Words =>
  /^(ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_SSL)/.test(code)
    ? {
        ko: `${url}의 인증서를 믿을 수 없습니다 (${code}): 주소를, 회사 프록시가 있으면 NODE_EXTRA_CA_CERTS를 확인하세요.`,
        en: `The certificate of ${url} is not trusted (${code}): check the address, and NODE_EXTRA_CA_CERTS behind a company's proxy.`,
      }
    : {
        ko: `${url}의 대답이 오지 않았습니다 (${code}).`,
        en: `${url} gave no answer (${code}).`,
      };
