// Whether SENS accepts us: access key, service id, the sender's number (as far as its API shows), and this machine's clock.
import type { SensCheck } from '#adapters/sms/sens/sens.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { sayReason } from '../../commands/say-reason.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok, type Words } from '../../finding.ts';
import { reachSens } from '../../transports.ts';
import { REFUSED_SECONDS, SET_CLOCK, WORTH_A_NOTE_SECONDS } from '../platform/clock.ts';

/** Sends nothing. */
export const checkSens = async (context: Context): Promise<Finding[]> => {
  const reached = await reachSens(context);
  if (!reached) return [];
  return 'finding' in reached ? [reached.finding] : judgeSens(await reached.transport.check());
};

const judgeSens = (check: SensCheck): Finding[] => {
  const clock = judgeSensClock(check.clockSkewSeconds ?? 0);
  // Then SENS may refuse only because of the clock.
  const isAboutClock = clock?.level === 'fault' && !check.ok && check.reason === 'credentials_refused';
  return [...(isAboutClock ? [] : [judgeAnswer(check)]), ...(clock ? [clock] : [])];
};

/** `skewSeconds`: how far this clock is behind. The clock of the deployed courier is right: AWS sets it. */
const judgeSensClock = (skewSeconds: number): Finding | undefined => {
  const seconds = Math.abs(skewSeconds);
  if (seconds < WORTH_A_NOTE_SECONDS) return undefined;
  const isRefused = seconds >= REFUSED_SECONDS;
  const what = {
    ko: `SENS: 이 컴퓨터의 시계가 ${seconds}초 ${skewSeconds > 0 ? '느림' : '빠름'}${isRefused ? ', 그래서 더 확인할 수 없음' : ''}`,
    en: `SENS: this machine's clock is ${seconds} s ${skewSeconds > 0 ? 'behind' : 'ahead'}${isRefused ? ', so nothing more can be checked' : ''}`,
  };
  return isRefused ? fault('texts', what, SET_CLOCK) : note('texts', what, SET_CLOCK);
};

const judgeAnswer = (check: SensCheck): Finding => {
  if (!check.ok) return refused(check.reason, check.error);
  if (!check.isServiceProven) {
    return note(
      'texts',
      {
        ko: 'SENS: 인증 키 정상, 서비스 ID와 발신번호는 보낸 것이 없어 알 수 없음',
        en: 'SENS: the key works; nothing was sent yet, so service id and number are not proven',
      },
      TRY,
    );
  }
  if (!check.isSenderProven) {
    return note(
      'texts',
      {
        ko: 'SENS: 인증 키와 서비스 정상, 이 발신번호로 29일 동안 도착한 문자가 없음',
        en: 'SENS: key and service work; no SMS from this number arrived in 29 days',
      },
      TRY,
    );
  }
  return ok('texts', { ko: 'SENS: 인증 키, 서비스, 발신번호 정상', en: 'SENS: key, service and number work' });
};

const TRY: Words = {
  ko: 'SENS 콘솔의 발신번호에 등록되었는지 보고 시험하세요: npm run doctor -- send --text <번호> --yes',
  en: 'Check that the number is registered in the console of SENS, and test it: npm run doctor -- send --text <number> --yes',
};

const refused = (reason: DeliveryReason, error: string): Finding => {
  const say = (ko: string, en: string): Words => ({ ko: `SENS: ${ko} (${error})`, en: `SENS: ${en} (${error})` });
  if (reason === 'credentials_refused') {
    return fault('texts', say('인증 키가 거부됨', 'the access key was refused'), {
      ko: '시크릿의 accessKey와 secretKey, 그 서브 계정의 SENS 권한을 보세요.',
      en: 'Check accessKey and secretKey in the secret, and whether that sub-account may use SENS.',
    });
  }
  if (reason === 'not_authorised') {
    return fault('texts', say('서비스 ID를 모름', 'it does not know the service id'), {
      ko: 'cdk.json의 sens.serviceId를 SENS 콘솔의 서비스 ID와 같게 하고 다시 배포하세요.',
      en: 'Set sens.serviceId in cdk.json to the one in the console of SENS and deploy again.',
    });
  }
  if (reason === 'transport_unavailable') {
    return fault('texts', say('연결되지 않음', 'it does not answer'), {
      ko: '네트워크와 네이버 클라우드의 상태를 본 뒤 다시 실행하세요.',
      en: "Check the network and NAVER Cloud's status page, then run this again.",
    });
  }
  return fault('texts', say('보낼 수 없음', 'cannot be sent through'), sayReason(reason));
};
