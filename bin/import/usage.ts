// How the importer is used, as printed for a wrong command line.
import { UserError } from '../user-error.ts';

export const USAGE = {
  en: `Usage: npm run import -- <file> --reason <text>     takes accounts over from another service
  --from <service>    latchkey (default, NDJSON), django, supabase, cognito, better-auth, firebase
  --dry-run           says what would happen, and changes nothing
  --resume            continues a run that ended in the middle, behind its last accounts
  --rate <n>          at most so many accounts a second
  --profile <keys>    only these keys of the profile, such as name,city; "none" for none
  --all-verified      every address counts as verified: only if nobody could log in without proving theirs
  --without-weak-passwords   takes accounts with a weak hash over without their password
  --hash-config <file>       Firebase: the hash parameters of the project, as the console shows them
  --report <file>     the report. Default: <file>.report.ndjson
  --show-addresses    writes the address of each account of the report, too
  --reason <text>     why, 3 to 200 characters; it is kept, so write no address in it
  --yes               does not ask
Where:
  --stage <name>      default: the stage of cdk.json, with your AWS credentials
  --url <address>     in place of the stage's own; --region <name> if it is in another region
  --local             the running npm start (PORT, DATA_DIR)
  --lang ko|en        default: the language of LANG
  --json              the result for scripts
Exit code: 0 every account is there, 1 some were left out (see the report), 2 it did not run to its end.
How to move from each service: docs/import.md`,
  ko: `사용법: npm run import -- <파일> --reason <글>        다른 서비스의 계정을 가져옵니다
  --from <서비스>     latchkey (기본값, NDJSON), django, supabase, cognito, better-auth, firebase
  --dry-run           무엇이 일어날지만 알려 주고 바꾸지 않습니다
  --resume            중간에 끝난 실행을 마지막 계정 다음부터 이어서 합니다
  --rate <n>          1초에 많아야 이만큼
  --profile <키>      프로필에서 이 키만. 예: name,city. 아무것도 가져오지 않으려면 none
  --all-verified      모든 주소를 확인된 주소로 봅니다. 주소를 확인해야만 로그인할 수 있던 서비스에서만 쓰세요
  --without-weak-passwords   약한 해시의 계정은 비밀번호 없이 가져옵니다
  --hash-config <파일>       Firebase: 콘솔에 보이는 프로젝트의 해시 매개변수
  --report <파일>     보고서. 기본값: <파일>.report.ndjson
  --show-addresses    보고서에 계정의 주소도 적습니다
  --reason <글>       이유, 3자에서 200자. 기록에 남으므로 주소는 적지 않습니다
  --yes               묻지 않습니다
어디에:
  --stage <이름>      기본값: cdk.json의 stage. AWS 자격 증명을 씁니다
  --url <주소>        스테이지의 주소 대신. 다른 리전이면 --region <이름>도
  --local             실행 중인 npm start (PORT, DATA_DIR)
  --lang ko|en        기본값: LANG의 언어
  --json              결과를 스크립트용으로
종료 코드: 0 모든 계정이 있음, 1 빠진 계정이 있음 (보고서를 보세요), 2 끝까지 실행하지 못함.
서비스별로 옮기는 방법: docs/import.ko.md`,
} as const;

export const misused = (why: string): UserError =>
  new UserError({ ko: `${why}\n\n${USAGE.ko}`, en: `${why}\n\n${USAGE.en}` });
