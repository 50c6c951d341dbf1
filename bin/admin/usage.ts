// How the command is used, as printed for a wrong command line.
import { UserError } from '../user-error.ts';

export const USAGE = {
  en: `Usage: npm run -s admin -- <command> [options]      looks after the accounts of people
  find <who>          the accounts of an email address, a phone number or an id
Where:
  --stage <name>      default: the stage of cdk.json, with your AWS credentials
  --url <address>     in place of the stage's own; --region <name> if it is in another region
  --local             the running npm start (PORT, DATA_DIR)
How:
  --reason <text>     why, 3 to 200 characters; kept with the act, so write no address and no number in it
  --lang ko|en        default: the language of LANG
  --json              for scripts
A word "-" is read from the standard input, a line each, so that no address stays in the history of the shell.
Exit code: 0 done, 1 refused, nothing found or not confirmed, 2 could not run, or it is not known whether it was done.`,
  ko: `사용법: npm run -s admin -- <명령> [옵션]            사람들의 계정을 돌봅니다
  find <누구>         이메일, 전화번호, id의 계정
어디에:
  --stage <이름>      기본값: cdk.json의 stage. AWS 자격 증명을 씁니다
  --url <주소>        스테이지의 주소 대신. 다른 리전이면 --region <이름>도
  --local             실행 중인 npm start (PORT, DATA_DIR)
어떻게:
  --reason <글>       이유, 3자에서 200자. 기록에 남으므로 주소와 번호는 적지 않습니다
  --lang ko|en        기본값: LANG의 언어
  --json              스크립트용
"-"라고 쓴 값은 표준 입력에서 한 줄씩 읽으므로, 주소가 셸 기록에 남지 않습니다.
종료 코드: 0 완료, 1 거부되었거나 찾지 못했거나 확인하지 않음, 2 실행하지 못했거나 처리 여부를 알 수 없음.`,
} as const;

export const misused = (why: string): UserError =>
  new UserError({ ko: `${why}\n\n${USAGE.ko}`, en: `${why}\n\n${USAGE.en}` });
