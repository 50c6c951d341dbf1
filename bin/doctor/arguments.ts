// Reads the command line of the doctor.
import { parseArgs } from 'node:util';
import { isE164, normaliseEmail } from '../../functions/domain/address.ts';
import { CannotRun } from './cannot-run.ts';
import type { Language } from './finding.ts';
import { isSimulator } from './simulator.ts';

export interface CommonOptions {
  /** `undefined`: the one that cdk.json names. */
  readonly stage: string | undefined;
  readonly isJson: boolean;
  readonly language: Language;
  /** `host` or `host:port` of the name server to ask; `undefined`: the machine's own. */
  readonly nameServer: string | undefined;
}

export type Command =
  | { readonly name: 'check'; readonly address: string | undefined }
  | { readonly name: 'trace' | 'suppress' | 'unsuppress'; readonly address: string }
  | { readonly name: 'redrive' }
  | { readonly name: 'send'; readonly to: string }
  | { readonly name: 'help' };

export interface Arguments {
  readonly command: Command;
  readonly options: CommonOptions;
}

export const USAGE = {
  en: `Usage: npm run doctor [-- <options>]                is this account able to send, and if not, what next?
       npm run doctor -- trace <address>             what became of an address's mails
       npm run doctor -- suppress <address>          sends nothing there any more
       npm run doctor -- unsuppress <address>        lets mails go there again
       npm run doctor -- redrive                     brings back what was given up
       npm run doctor -- send --to <simulator>       success@, bounce@ or complaint@simulator.amazonses.com
  --stage <name>      default: the stage of cdk.json
  --address <email>   is it suppressed?
  --lang ko|en        default: the language of LANG
  --dns <host[:port]> the name server to ask, or LATCHKEY_DNS
  --json              for scripts
Exit code: 0 all good, 1 something to do first, 2 the doctor could not run or could not see everything.`,
  ko: `사용법: npm run doctor [-- <옵션>]                이 계정으로 메일을 보낼 수 있는지, 아니면 무엇을 할지
        npm run doctor -- trace <주소>             그 주소로 간 메일의 기록
        npm run doctor -- suppress <주소>          그 주소로 아무것도 보내지 않게 하기
        npm run doctor -- unsuppress <주소>        그 주소로 다시 보내게 하기
        npm run doctor -- redrive                  실패로 남은 발송과 발송 결과를 다시 처리하기
        npm run doctor -- send --to <시뮬레이터>   success@, bounce@, complaint@simulator.amazonses.com
  --stage <이름>      기본값: cdk.json의 stage
  --address <이메일>  발송 금지된 주소인지
  --lang ko|en        기본값: LANG의 언어
  --dns <호스트[:포트]> 물어볼 DNS 서버 (또는 LATCHKEY_DNS)
  --json              스크립트용
종료 코드: 0 문제 없음, 1 먼저 할 일이 있음, 2 확인 자체를 못 했거나 다 보지 못함.`,
} as const;

/** By `LC_ALL`, `LC_MESSAGES` and `LANG`, in the order POSIX gives them. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language => {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return locale.toLowerCase().startsWith('ko') ? 'ko' : 'en';
};

/** @throws CannotRun with the usage, for what it does not understand. */
export const readArguments = (words: readonly string[], environment: NodeJS.ProcessEnv): Arguments => {
  const { values, positionals } = parse(words);
  const language = values.lang ?? languageOf(environment);
  if (language !== 'ko' && language !== 'en') throw misused('--lang must be ko or en');
  const options: CommonOptions = {
    stage: values.stage,
    isJson: values.json,
    language,
    nameServer: values.dns ?? environment['LATCHKEY_DNS'],
  };
  return { command: values.help ? { name: 'help' } : readCommand(positionals, values), options };
};

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        address: { type: 'string' },
        to: { type: 'string' },
        dns: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
};

interface Values {
  readonly address?: string | undefined;
  readonly to?: string | undefined;
}

const readCommand = ([name = 'check', ...rest]: readonly string[], { address, to }: Values): Command => {
  const takesAddress = name === 'trace' || name === 'suppress' || name === 'unsuppress';
  if (rest.length > (takesAddress ? 1 : 0)) throw misused(`too many words after "${name}"`);
  if (address !== undefined && name !== 'check') throw misused('--address goes with the check alone');
  if (to !== undefined && name !== 'send') throw misused('--to goes with "send" alone');
  if (takesAddress) return { name, address: readAddress(rest[0]) };
  if (name === 'check') return { name, address: address === undefined ? undefined : readEmail(address) };
  if (name === 'redrive') return { name };
  if (name === 'send') return { name, to: readSimulator(to) };
  throw misused(`there is no command "${name}"`);
};

const readEmail = (text: string): string => {
  const address = normaliseEmail(text);
  if (address === undefined) throw misused('that is no email address');
  return address;
};

/** An email address, or a phone number in E.164. */
const readAddress = (text: string | undefined): string => {
  if (text === undefined) throw misused('an address is missing');
  return isE164(text) ? text : readEmail(text);
};

/** Only addresses that take part in no one's life: a test must never write to people. */
const readSimulator = (text: string | undefined): string => {
  const address = text === undefined ? undefined : normaliseEmail(text);
  if (address !== undefined && isSimulator(address)) return address;
  throw misused('--to must be success@, bounce@ or complaint@simulator.amazonses.com');
};

const misused = (why: string): CannotRun => new CannotRun({ ko: `${why}\n\n${USAGE.ko}`, en: `${why}\n\n${USAGE.en}` });
