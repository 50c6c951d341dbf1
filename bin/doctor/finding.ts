// The findings of the doctor: one per thing checked, in both languages, with the next step if there is one.

/** The same text for both readers. */
export interface Words {
  readonly ko: string;
  readonly en: string;
}
export type Language = keyof Words;

/**
 * `ok`: nothing to do. `note`: it can send, but something should be known or done soon. `fault`: it cannot send until something
 * is done. `unknown`: the doctor could not check it.
 */
export type Level = 'ok' | 'note' | 'fault' | 'unknown';

/** The names of the checks, as scripts read them. */
export const CHECKS = {
  stack: { ko: '배포', en: 'Stack' },
  bootstrap: { ko: '부트스트랩', en: 'Bootstrap' },
  account: { ko: 'SES 계정', en: 'SES account' },
  quota: { ko: '발송 한도', en: 'Quota' },
  smtp: { ko: 'SMTP 서버', en: 'SMTP' },
  texts: { ko: '문자', en: 'Texts' },
  api: { ko: 'API 주소', en: 'API domain' },
  concurrency: { ko: '동시 실행', en: 'Concurrency' },
  sender: { ko: '보내는 주소', en: 'Sender' },
  recipient: { ko: '시험 수신자', en: 'Recipient' },
  zone: { ko: 'DNS 영역', en: 'DNS zone' },
  certificate: { ko: '인증서', en: 'Certificate' },
  dns: { ko: 'DNS', en: 'DNS' },
  suppression: { ko: '발송 금지', en: 'Suppression' },
  events: { ko: '발송 결과', en: 'Feedback' },
  tables: { ko: '테이블', en: 'Tables' },
  keys: { ko: '키', en: 'Keys' },
  alarms: { ko: '경보', en: 'Alarms' },
  selfCheck: { ko: '함수', en: 'Functions' },
  claims: { ko: '클레임', en: 'Claims' },
  passkeys: { ko: '패스키', en: 'Passkeys' },
  humanCheck: { ko: '사람 확인', en: 'Human check' },
  leaks: { ko: '유출 목록', en: 'Leaks' },
  webhooks: { ko: '웹훅', en: 'Webhooks' },
  deadLetters: { ko: '실패한 일', en: 'Dead letters' },
  clock: { ko: '시계', en: 'Clock' },
} as const satisfies Record<string, Words>;
export type CheckName = keyof typeof CHECKS;

export interface Finding {
  readonly check: CheckName;
  readonly level: Level;
  readonly what: Words;
  /** One sentence. */
  readonly next?: Words;
}

export const ok = (check: CheckName, what: Words): Finding => ({ check, level: 'ok', what });
export const note = (check: CheckName, what: Words, next?: Words): Finding => ({
  check,
  level: 'note',
  what,
  ...(next && { next }),
});
export const fault = (check: CheckName, what: Words, next: Words): Finding => ({ check, level: 'fault', what, next });

/** `errorName`: that of AWS's or DNS's error, such as `AccessDenied`; never its message, which may hold addresses. */
export const unknown = (check: CheckName, errorName: string): Finding => ({
  check,
  level: 'unknown',
  what: { ko: `확인하지 못했습니다 (${errorName})`, en: `could not be checked (${errorName})` },
  next: {
    ko: '이 명령을 실행하는 자격 증명의 권한과 네트워크를 확인한 뒤 다시 실행하세요.',
    en: 'Check the permissions of your credentials and the network, then run this again.',
  },
});

/** 0: all good. 1: something to do before it can send. 2: something could not be checked, and there is no fault elsewhere. */
export const exitCodeOf = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (findings.some(({ level }) => level === 'fault')) return 1;
  return findings.some(({ level }) => level === 'unknown') ? 2 : 0;
};
