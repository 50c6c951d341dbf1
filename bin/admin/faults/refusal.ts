// Turns a problem document of the service into a sentence: what happened and what to do.
import * as z from 'zod/mini';
import type { Words } from '../../doctor/finding.ts';

const Problem = z.object({
  code: z.string(),
  title: z.string(),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  retryAfterSeconds: z.optional(z.number()),
});
type Problem = z.infer<typeof Problem>;

/** Where the title of the service does not tell an administrator what to do. */
const SENTENCES: Readonly<Record<string, Words>> = {
  not_found: { ko: '그런 계정이나 기록이 없습니다.', en: 'There is no such account or record.' },
  invalid_request: { ko: '서비스가 입력한 값을 받지 않습니다:', en: 'The service does not take what was entered:' },
  admin_required: {
    ko: '서비스가 이 키를 관리자의 것으로 인정하지 않습니다: DATA_DIR가 실행 중인 npm start와 같은지 확인하세요.',
    en: 'The service does not take this key for an administrator’s: check that DATA_DIR is that of the running npm start.',
  },
  already_registered: { ko: '이 주소에는 이미 계정이 있습니다.', en: 'This address has an account already.' },
  same_address: { ko: '이 계정이 이미 쓰는 주소입니다.', en: 'The account has this address already.' },
  account_disabled: {
    ko: '이용이 정지된 계정입니다: 먼저 enable로 정지를 푸세요.',
    en: 'This account is disabled: enable it first.',
  },
  address_suppressed: {
    ko: '이 주소로는 보내지 않고 있습니다: explain으로 이유를 보고, 본인이 메일함이 된다고 하면 unsuppress로 푸세요.',
    en: 'Nothing is sent to this address: see why with "explain", and lift it with "unsuppress" once the person says that the mailbox works.',
  },
  nothing_to_send: {
    ko: '이 계정에는 그 메일이 필요 없습니다: 비밀번호가 있으므로 reset을 보내세요.',
    en: 'The account does not need this mail: it has a password, so send "reset".',
  },
  try_again: {
    ko: '같은 계정을 다른 요청이 바꾸고 있었습니다: 다시 실행하세요.',
    en: 'Another request changed the same account: run this again.',
  },
  unavailable: {
    ko: '서비스가 지금 대답하지 못합니다: 잠시 뒤 다시 실행하세요.',
    en: 'The service cannot answer right now: run this again in a moment.',
  },
  internal_error: {
    ko: '서비스에서 오류가 났습니다: npm run doctor와 로그를 확인하세요.',
    en: 'Something went wrong in the service: look at npm run doctor and the log.',
  },
};

/** `undefined` if the body is not a problem document. */
export const readRefusal = (
  status: number,
  body: unknown,
): { readonly code: string; readonly words: Words } | undefined => {
  const { data: problem } = Problem.safeParse(body);
  if (status < 400 || !problem) return undefined;
  return { code: problem.code, words: wordsOf(problem) };
};

const wordsOf = ({ code, title, errors = [], retryAfterSeconds }: Problem): Words => {
  const { ko, en } = SENTENCES[code] ?? { ko: `서비스가 거부했습니다 (${code}): ${title}`, en: title };
  const faults = errors.map(({ path, message }) => `\n  ${path || '-'}: ${message}`).join('');
  if (retryAfterSeconds === undefined) return { ko: `${ko}${faults}`, en: `${en}${faults}` };
  return {
    ko: `${ko}${faults} ${retryAfterSeconds}초 뒤에 다시 할 수 있습니다.`,
    en: `${en}${faults} Possible again in ${retryAfterSeconds} seconds.`,
  };
};
