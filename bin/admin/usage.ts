// How the command is used, as printed for a wrong command line.
import { UserError } from '../user-error.ts';

export const USAGE = {
  en: `Usage: npm run -s admin -- <command> [options]      looks after the accounts of people
  find <who>                     the accounts of an email address, a phone number or an id
  list                           the accounts: --state disabled|unverified, --limit <n>, --cursor <place>
  show <who>                     one account with its sessions, consents, suppressions and open links
  explain <who>                  why a person got no mail
  audit <who>                    what happened to an account, also once it is deleted: --limit, --cursor
  create <email>                 a new account: --locale ko|en, --profile <json>, --metadata <json>
  invite <email>                 the same, with a mail whose link sets the password
  disable <who>                  locks it out and ends its sessions: --yes
  enable <who>                   lets it in again
  log-out <who>                  ends its sessions
  resend <who> --mail <mail>     a mail again: signup, reset or invitation
  set-metadata <who> <json>      replaces its metadata; null removes it
  change-email <who> <email>     another address: --yes; --old-mailbox-lost: the old one can undo it only for a short time
  remove-second-factor <who>     for who lost the app and the recovery codes: --yes
  delete <who>                   for good: --yes
  export <who> --out <file>      everything that is held of it, as JSON
  suppress <who>                 sends nothing to an address any more
  unsuppress <who>               sends to an address again that refused a mail or complained
  replay <event id>              sends an event again: --endpoint <name> for one webhook
<who>: an email address, a phone number or an id. A word "-" is read from the standard input, one line for each, so that
no address stays in the history of the shell.
Where:
  --stage <name>      default: the stage of cdk.json, with your AWS credentials
  --url <address>     in place of the stage's own; --region <name> if it is in another region
  --local             the running npm start (PORT, DATA_DIR)
How:
  --reason <text>     why, 3 to 200 characters, without an address or a number: it is kept. What changes something needs it
  --dry-run           shows what would be done to whom, and changes nothing
  --yes               does it without a question: disable, change-email, remove-second-factor, delete
  --lang ko|en        default: the language of LANG
  --json              for scripts
Exit code: 0 done, 1 refused, nothing found, several found or not confirmed, 2 it could not run, or nobody knows whether it did.`,
  ko: `사용법: npm run -s admin -- <명령> [옵션]            사람들의 계정을 돌봅니다
  find <누구>                    이메일, 휴대폰 번호, id의 계정
  list                           계정 목록: --state disabled|unverified, --limit <수>, --cursor <위치>
  show <누구>                    계정 하나와 그 세션, 동의, 발송 금지, 열린 링크
  explain <누구>                 왜 메일을 받지 못했는지
  audit <누구>                   계정에 있었던 일, 삭제된 뒤에도: --limit, --cursor
  create <이메일>                새 계정: --locale ko|en, --profile <json>, --metadata <json>
  invite <이메일>                같지만, 비밀번호를 정하는 링크를 메일로 보냄
  disable <누구>                 이용을 정지하고 세션을 끝내기: --yes
  enable <누구>                  정지를 풀기
  log-out <누구>                 세션을 끝내기
  resend <누구> --mail <메일>    메일 다시 보내기: signup, reset, invitation
  set-metadata <누구> <json>     메타데이터 바꾸기. null은 지우기
  change-email <누구> <이메일>   이메일 바꾸기: --yes. --old-mailbox-lost: 이전 이메일에서 되돌릴 수 있는 시간을 짧게
  remove-second-factor <누구>    인증 앱과 복구 코드를 잃어버린 사람의 2단계 인증을 끄기: --yes
  delete <누구>                  영구 삭제: --yes
  export <누구> --out <파일>     보관된 모든 것을 JSON으로
  suppress <누구>                주소로 아무것도 보내지 않게 하기
  unsuppress <누구>              메일을 거부했거나 신고한 주소로 다시 보내게 하기
  replay <이벤트 id>             이벤트를 다시 보내기: --endpoint <이름>은 웹훅 하나에만
<누구>: 이메일, 휴대폰 번호 또는 id. "-"라고 쓴 값은 표준 입력에서 한 줄씩 읽으므로, 주소가 셸 기록에 남지 않습니다.
어디에:
  --stage <이름>      기본값: cdk.json의 stage. AWS 자격 증명을 씁니다
  --url <주소>        스테이지의 주소 대신. 다른 리전이면 --region <이름>도
  --local             실행 중인 npm start (PORT, DATA_DIR)
어떻게:
  --reason <글>       이유, 3자에서 200자. 기록에 남으므로 주소와 번호는 적지 않습니다. 무엇을 바꾸려면 있어야 합니다
  --dry-run           누구에게 무엇을 할지 보이고, 아무것도 바꾸지 않음
  --yes               묻지 않고 실행: disable, change-email, remove-second-factor, delete
  --lang ko|en        기본값: LANG의 언어
  --json              스크립트용
종료 코드: 0 완료, 1 거부되었거나, 찾지 못했거나, 여럿이거나, 확인하지 않음, 2 실행하지 못했거나 처리 여부를 알 수 없음.`,
} as const;

export const misused = (why: string): UserError =>
  new UserError({ ko: `${why}\n\n${USAGE.ko}`, en: `${why}\n\n${USAGE.en}` });
