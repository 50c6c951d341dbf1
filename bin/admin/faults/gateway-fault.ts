// Says what to do about an answer that is not of the service: API Gateway refused the request, or something else answers there.
import type { Words } from '../../doctor/finding.ts';
import type { Place } from '../place.ts';
import { CLOCK, INVALID, timeFault } from './credential-fault.ts';
import { UNKNOWN_OUTCOME } from './no-answer.ts';

interface Received {
  readonly status: number;
  readonly text: string;
  /** The header `date`. */
  readonly date: string | null;
}

/** AWS takes signatures that are at most so old. */
const SKEW_MILLISECONDS = 5 * 60_000;

export const gatewayFault = (received: Received, place: Place, isRepeatable: boolean): Words => {
  const { status } = received;
  if (status === 401 || status === 403) return refused(received);
  if (status === 404) {
    return {
      ko: `${place.url}에 관리 API가 없습니다: 주소를 확인하고, 배포된 버전이 오래되었으면 다시 배포하세요.`,
      en: `There is no admin API at ${place.url}: check the address, and deploy again if what is deployed is older than this.`,
    };
  }
  if (status >= 500) {
    const words = {
      ko: `서비스가 대답하지 못했습니다 (${status}): npm run doctor로 확인하세요.`,
      en: `The service could not answer (${status}): npm run doctor tells more.`,
    };
    return isRepeatable ? words : { ko: `${words.ko} ${UNKNOWN_OUTCOME.ko}`, en: `${words.en} ${UNKNOWN_OUTCOME.en}` };
  }
  return {
    ko: `${place.url}의 대답이 관리 API의 것이 아닙니다 (${status}): 주소와 프록시를 확인하세요.`,
    en: `What answers at ${place.url} is not the admin API (${status}): check the address, and the proxy if there is one.`,
  };
};

/** An HTTP API says only "Forbidden", whatever is wrong. Other gateways say more. */
const refused = ({ text, date }: Received): Words => {
  if (/valid region/i.test(text)) {
    return {
      ko: 'API가 다른 리전에 있습니다: --region으로 알려 주세요.',
      en: 'The API is in another region: name it with --region.',
    };
  }
  const sent = date === null ? Number.NaN : Date.parse(date);
  if (Math.abs(sent - Date.now()) > SKEW_MILLISECONDS) return CLOCK;
  const ofTime = timeFault(text);
  if (ofTime) return ofTime;
  if (/security token.*invalid|signature we calculated/i.test(text)) return INVALID;
  return {
    ko: '이 자격 증명은 이 관리 API를 호출할 수 없습니다: 조회는 docs/admin-read-policy.json, 고객지원은 docs/admin-support-policy.json, 전부는 docs/admin-full-policy.json을 붙이세요. 이미 붙였으면 계정과 리전, 만료 여부를 확인하세요 (aws sts get-caller-identity).',
    en: 'These credentials may not do this: attach docs/admin-read-policy.json to read, docs/admin-support-policy.json for a support desk, or docs/admin-full-policy.json for everything. If it is attached, check the account, the region and whether the credentials have expired (aws sts get-caller-identity).',
  };
};
