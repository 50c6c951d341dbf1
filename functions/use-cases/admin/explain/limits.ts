// Which limits refuse a request for this address now, and until when.
import { isPastCap } from '#domain/challenge/counters.ts';
import { lastNetwork, nextSendAt } from '#domain/challenge/send-limits.ts';
import type { Limits } from '#domain/defaults.ts';
import type { OperatorWords } from '#domain/locale.ts';
import { UNKNOWN } from '#domain/network.ts';
import { countLogInAttempt } from '#domain/session/log-in-attempts.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS, nextStart, partOf } from '#domain/window.ts';
import type { Facts } from './facts.ts';
import { nameOfMail } from './sentences.ts';
import type { MessageRow } from './timeline.ts';

export interface Limited {
  /** Epoch milliseconds. */
  readonly until: number;
  readonly sentence: OperatorWords;
}

export const limitsOf = (facts: Facts, limits: Limits, now: number): readonly Limited[] => [
  ...facts.rows.flatMap((row) => ofMessage(row, limits, now)),
  ...ofMailbox(facts, limits, now),
  ...ofLogIn(facts, limits, now),
];

/** As the network meets them that asked last: most often it is the person. Nobody but administrators sends invitations. */
const ofMessage = (row: MessageRow, limits: Limits, now: number): readonly Limited[] => {
  if (!('challenge' in row) || row.mail === 'invitation') return [];
  const { challenge } = row;
  const name = nameOfMail(row.mail);
  const until = nextSendAt(challenge, { now, network: lastNetwork(challenge) ?? UNKNOWN, limits });
  const isLive = challenge.usedAt === undefined && now < challenge.expiresAt;
  const isLocked = isLive && challenge.failures >= limits.failuresPerChallenge;
  return [
    ...(until > now
      ? [
          {
            until,
            sentence: {
              en: `${name.en}: another one can be asked for only then. An administrator can send it at once.`,
              ko: `${name.ko}: 그때까지 다시 요청할 수 없습니다. 운영자는 바로 보낼 수 있습니다.`,
            },
          },
        ]
      : []),
    ...(isLocked
      ? [
          {
            until: challenge.expiresAt,
            sentence: {
              en: `${name.en}: its code is locked after too many wrong tries. Its link works.`,
              ko: `${name.ko}: 여러 번 잘못 입력해 인증번호가 잠겼습니다. 링크는 쓸 수 있습니다.`,
            },
          },
        ]
      : []),
  ];
};

const ofMailbox = ({ mailbox }: Facts, limits: Limits, now: number): readonly Limited[] => {
  const inHour = mailbox?.[`h${partOf(now, DAY_MILLISECONDS, HOUR_MILLISECONDS)}`];
  const slice = typeof inHour === 'number' ? inHour : 0;
  // As the next mail would find it.
  if (!mailbox || !isPastCap({ total: mailbox.total + 1, slice: slice + 1 }, limits)) return [];
  return [
    {
      until: nextStart(now, HOUR_MILLISECONDS),
      sentence: {
        en: `The mailbox has had its ${limits.mailsPerMailbox} mails of today: each network gets one more an hour.`,
        ko: `이 메일함으로 오늘 보낼 수 있는 ${limits.mailsPerMailbox}통을 다 보냈습니다. 네트워크마다 한 시간에 한 통만 더 보냅니다.`,
      },
    },
  ];
};

const ofLogIn = ({ attempts }: Facts, limits: Limits, now: number): readonly Limited[] => {
  const networks = [UNKNOWN, ...Object.keys(attempts?.byNetwork ?? {})];
  const waits = networks.map((network) => {
    const allowed = countLogInAttempt(attempts, { now, network, limits });
    return allowed.ok ? 0 : (allowed.refusal.retryAfterSeconds ?? 0);
  });
  const seconds = Math.max(...waits);
  if (seconds === 0) return [];
  return [
    {
      until: now + seconds * 1000,
      sentence: {
        en: 'Log-in with the password waits after too many wrong ones, at least from one network. A log-in or reset mail works.',
        ko: '비밀번호를 여러 번 잘못 입력해 적어도 한 네트워크에서는 로그인이 잠시 막혔습니다. 로그인 메일이나 재설정 메일은 쓸 수 있습니다.',
      },
    },
  ];
};
