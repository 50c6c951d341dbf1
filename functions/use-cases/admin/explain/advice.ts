// What to know and do about an address, the most important first.
import { deferralEndsAt, judgeRetry } from '#domain/delivery/deferral.ts';
import { isWithinDay } from '#domain/delivery/sending-quota.ts';
import type { OperatorWords } from '#domain/locale.ts';
import type { Facts } from './facts.ts';
import type { TimelineEntry } from './timeline.ts';

export const adviseOn = (facts: Facts, timeline: readonly TimelineEntry[], now: number): readonly OperatorWords[] => [
  ...ofAccount(facts, now),
  ...ofSuppression(facts),
  ...ofService(facts, now),
  ...ofLast(timeline),
];

/** The same about a phone number, of which only the messages are known. */
export const adviseOnNumber = (facts: Facts, timeline: readonly TimelineEntry[]): readonly OperatorWords[] => [
  ...ofSuppression(facts),
  ...(timeline.length === 0 ? [NOTHING] : []),
];

const ofAccount = ({ user, rows }: Facts, now: number): readonly OperatorWords[] => {
  const isPending = rows.some(
    (row) => row.mail === 'signup' && 'challenge' in row && !row.challenge.usedAt && now < row.challenge.expiresAt,
  );
  if (!user) return [isPending ? PENDING : NO_ACCOUNT];
  const { disabled, emailVerifiedAt, passwordHash, passkeys = [] } = user;
  return [
    ...(disabled ? [DISABLED] : []),
    ...(emailVerifiedAt === undefined ? [UNPROVEN] : []),
    ...(passwordHash === undefined ? [passkeys.length > 0 ? ONLY_PASSKEYS : NO_PASSWORD] : []),
  ];
};

const PENDING: OperatorWords = {
  en: 'No account has this address yet: a sign-up waits until the link or code of its mail is used. Reset and log-in mails bring that mail again.',
  ko: '아직 이 주소의 계정이 없습니다. 가입이 인증 메일의 링크나 인증번호를 기다리고 있습니다. 재설정이나 로그인 메일을 요청하면 그 메일이 다시 갑니다.',
};
const NO_ACCOUNT: OperatorWords = {
  en: 'No account has this address, so reset and log-in mails are never sent to it. Ask the person for other addresses.',
  ko: '이 주소의 계정이 없어 재설정 메일과 로그인 메일을 보내지 않습니다. 다른 주소로 가입했는지 물어보세요.',
};
const DISABLED: OperatorWords = {
  en: 'The account is disabled: it gets no mail, and nobody gets in until it is enabled.',
  ko: '비활성화된 계정입니다. 다시 활성화할 때까지 메일을 보내지 않고 로그인할 수 없습니다.',
};
const UNPROVEN: OperatorWords = {
  en: 'Nobody has proven the address yet: the password opens nothing until a mail to it was used. The person can ask for a reset mail, or you send one.',
  ko: '아직 아무도 이 주소를 인증하지 않았습니다. 이 주소로 간 메일을 한 번 쓰기 전에는 비밀번호로 로그인할 수 없습니다. 재설정 메일을 요청하게 하거나 직접 보내세요.',
};
const NO_PASSWORD: OperatorWords = {
  en: 'The account has no password. A reset mail or an invitation sets one; a log-in mail works without.',
  ko: '비밀번호가 없는 계정입니다. 재설정 메일이나 초대 메일로 정할 수 있고, 로그인 메일은 비밀번호 없이 쓸 수 있습니다.',
};
const ONLY_PASSKEYS: OperatorWords = {
  en: 'The account has passkeys and no password. Without the device of a passkey a log-in mail lets the person in, and a reset mail sets a password.',
  ko: '비밀번호 없이 패스키만 있는 계정입니다. 패스키가 있는 기기가 없으면 로그인 메일로 들어갈 수 있고, 재설정 메일로 비밀번호를 정할 수 있습니다.',
};

const ofSuppression = ({ suppression, accountSuppression }: Facts): readonly OperatorWords[] => [
  ...(suppression ? [sayOwn(suppression.reason)] : []),
  ...(accountSuppression ? [ON_LIST_OF_SES] : []),
];

const sayOwn = (reason: string): OperatorWords => OWN[reason] ?? STOPPED;

const STOPPED: OperatorWords = {
  en: 'Nothing is sent to this address: an operator stopped it. Lift the suppression to send again.',
  ko: '운영자가 막아 이 주소로 아무것도 보내지 않습니다. 다시 보내려면 발송 금지를 푸세요.',
};
const OWN: Readonly<Record<string, OperatorWords>> = {
  bounced: {
    en: 'Nothing is sent to this address, because a mail came back for good. It ends by itself after 14 days, or with a log-in by password. Lift it once the person says that the mailbox works.',
    ko: '메일이 영구 반송되어 이 주소로 보내지 않습니다. 14일이 지나거나 비밀번호로 로그인하면 풀립니다. 메일함이 된다고 하면 바로 푸세요.',
  },
  complained: {
    en: 'The reader marked a mail as spam: only notices are sent, and what the person asks for from a known place. A log-in by password ends it. Lift it only if the person asks.',
    ko: '받은 사람이 스팸으로 신고해, 알림과 본인이 쓰던 곳에서 요청한 메일만 보냅니다. 비밀번호로 로그인하면 풀립니다. 본인이 요청할 때만 푸세요.',
  },
};
const ON_LIST_OF_SES: OperatorWords = {
  en: "The address is on the SES account's own suppression list, so SES does not try it. Lifting the suppression removes it there, too.",
  ko: 'SES 계정의 발송 금지 목록에 있어 SES가 보내지 않습니다. 발송 금지를 풀면 그 목록에서도 빠집니다.',
};

const ofService = ({ deferral, quota, held }: Facts, now: number): readonly OperatorWords[] => [
  ...(deferral && now < deferralEndsAt(deferral) && judgeRetry(deferral, now) !== 'free' ? [DEFERRED] : []),
  ...(held ? [held === 'domain' ? HELD_DOMAIN : HELD_ALL] : []),
  ...(quota && !isWithinDay(quota, 'signup') ? [isWithinDay(quota, 'reset') ? QUOTA_SHORT : QUOTA_USED] : []),
];

const DEFERRED: OperatorWords = {
  en: 'The mail server of this domain asks for a pause, so mails to it are tried again a little later.',
  ko: '이 도메인의 메일 서버가 잠시 뒤에 보내라고 해, 조금 뒤에 다시 시도합니다.',
};
const HELD_DOMAIN: OperatorWords = {
  en: 'Too many first mails to this domain came back, so first mails to it wait.',
  ko: '이 도메인으로 처음 보낸 메일이 너무 많이 반송되어, 처음 보내는 메일을 미루고 있습니다.',
};
const HELD_ALL: OperatorWords = {
  en: 'Too many first mails came back, so first mails to new addresses wait.',
  ko: '처음 보낸 메일이 너무 많이 반송되어, 새 주소로 처음 보내는 메일을 미루고 있습니다.',
};
const QUOTA_SHORT: OperatorWords = {
  en: 'The 24-hour quota is nearly used up: sign-up mails and invitations wait, resets and codes go first.',
  ko: '24시간 한도를 거의 다 썼습니다. 가입 메일과 초대 메일은 기다리고, 재설정 메일과 인증번호를 먼저 보냅니다.',
};
const QUOTA_USED: OperatorWords = {
  en: 'The 24-hour quota is used up: every mail waits.',
  ko: '24시간 한도를 다 써서 모든 메일이 기다립니다.',
};

const ofLast = (timeline: readonly TimelineEntry[]): readonly OperatorWords[] => {
  if (timeline.length === 0) return [NOTHING];
  const last = timeline.findLast(({ status }) => status === 'delivered' || status === 'sent');
  if (!last) return [];
  return [last.status === 'delivered' ? TAKEN : UNANSWERED];
};

const NOTHING: OperatorWords = {
  en: 'There is no record of a message. Records are kept for about a day after a link ends, and for a week for notices.',
  ko: '메일 기록이 없습니다. 기록은 링크가 끝난 뒤 하루쯤, 알림은 일주일 남습니다.',
};
const TAKEN: OperatorWords = {
  en: 'The mailbox has taken a mail: the person should look into the spam folder and other folders, and at filters of their company or school.',
  ko: '받는 쪽 메일 서버가 메일을 받았습니다. 스팸함과 다른 메일함, 회사나 학교의 차단 설정을 확인하게 하세요.',
};
const UNANSWERED: OperatorWords = {
  en: 'A mail was sent and nobody has reported an outcome. By SMTP there is none; by SES wait a few minutes.',
  ko: '메일을 보냈고 결과는 아직 없습니다. SMTP는 결과를 알려 주지 않고, SES라면 몇 분 기다려 보세요.',
};
