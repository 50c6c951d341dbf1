// How the doctor is used, as printed for a wrong command line.
import { normaliseEmail } from '#domain/address.ts';
import { UserError } from '../user-error.ts';

export const USAGE = {
  en: `Usage: npm run doctor [-- <options>]                can this account send, and if not, what is to be done?
       npm run doctor -- --before-deploy             what would stop a deployment, before anything is made
       npm run doctor -- delivery-times              how long mails of a day took, by recipient domain
       npm run doctor -- redrive                     tries dead letters and stuck mails again
       npm run doctor -- after-restore [--yes]       after a restore of the users table: ends sessions and links;
                                                     without --yes it only counts; --since <time> continues a run
       npm run doctor -- send --to <address>         a test mail: by SES to success@, bounce@ or
                                                     complaint@simulator.amazonses.com, by SMTP to the sender itself
       npm run doctor -- send --text <+number> --yes a test SMS: it costs money
  --stage <name>      default: the stage of cdk.json
  --address <email>   is it suppressed?
  --lang ko|en        default: the language of LANG
  --dns <host[:port]> the name server to ask, or LATCHKEY_DNS
  --json              for scripts
What became of a person's mails, and what stops them: npm run admin -- explain <address>
Exit code: 0 all good, 1 something to do first, 2 the doctor could not run or could not check everything.`,
  ko: `사용법: npm run doctor [-- <옵션>]                이 계정으로 메일을 보낼 수 있는지, 아니면 무엇을 할지
        npm run doctor -- --before-deploy          무엇이 배포를 막을지, 만들기 전에
        npm run doctor -- delivery-times           하루 동안의 메일이 걸린 시간, 받는 도메인별로
        npm run doctor -- redrive                  실패로 남은 발송과 발송 결과를 다시 처리하기
        npm run doctor -- after-restore [--yes]    사용자 테이블을 복원한 뒤 세션과 링크를 끝내기.
                                                   --yes가 없으면 세기만 하고, --since <시각>은 이어서 하기
        npm run doctor -- send --to <주소>         시험 메일: SES는 success@, bounce@, complaint@simulator.amazonses.com,
                                                   SMTP는 보내는 주소 자신에게
        npm run doctor -- send --text <+번호> --yes  시험 문자: 요금이 듭니다
  --stage <이름>      기본값: cdk.json의 stage
  --address <이메일>  발송 금지된 주소인지
  --lang ko|en        기본값: LANG의 언어
  --dns <호스트[:포트]> 물어볼 DNS 서버 (또는 LATCHKEY_DNS)
  --json              스크립트용
한 사람의 메일이 어떻게 되었고 무엇이 막는지: npm run admin -- explain <주소>
종료 코드: 0 문제 없음, 1 먼저 할 일이 있음, 2 확인 자체를 못 했거나 다 보지 못함.`,
} as const;

export const misused = (why: string): UserError =>
  new UserError({ ko: `${why}\n\n${USAGE.ko}`, en: `${why}\n\n${USAGE.en}` });

/** In its normal form. */
export const readEmail = (text: string): string => {
  const address = normaliseEmail(text);
  if (address === undefined) throw misused('that is not an email address');
  return address;
};
