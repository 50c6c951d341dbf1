// The one table of why a message was not (or not yet) sent, or did not arrive. A new reason goes into the first object;
// nothing compiles then until each of the others has its row. The row of the store and the log carry the key.
// They are objects of their own so that a bundle carries only what its function uses: most need the reasons alone,
// those that log need the English advice, and none needs the Korean.

/**
 * `attention`: whom it calls at once. `operator`: mails like this one do not go until an operator acts. `breaker`:
 * Latchkey itself holds first mails. `none`: it resolves by itself (another alarm covers long waits), or only the person
 * can fix it.
 * `about`: what it is about. `transport`: it would not take the mail now, so the fallback tries. `recipient`: no
 * transport would do better. `mail`: neither.
 */
interface Kind {
  readonly attention: 'operator' | 'breaker' | 'none';
  readonly about: 'transport' | 'recipient' | 'mail';
}

/** Set up wrongly, or refused as a whole. */
const BROKEN = { attention: 'operator', about: 'transport' } as const;
/** Out of reach for now. */
const DOWN = { attention: 'none', about: 'transport' } as const;
/** The fallback does not try: content that is refused as spam would cost it its reputation. */
const BLOCKED = { attention: 'operator', about: 'mail' } as const;
/** A request stopped half-way: somebody must look why, and whether the owner was told of all that happened. */
const STUCK = { attention: 'operator', about: 'mail' } as const;
const HELD = { attention: 'breaker', about: 'mail' } as const;
const UNREACHABLE = { attention: 'none', about: 'recipient' } as const;
/** Nothing is wrong with any transport, and time or the person changes it: a rate is free again within seconds. */
const PASSING = { attention: 'none', about: 'mail' } as const;

export const DELIVERY_REASONS = {
  recipient_not_verified: BROKEN,
  sender_not_verified: BROKEN,
  recipient_refused: UNREACHABLE,
  mail_refused: BLOCKED,
  configuration_set_missing: BROKEN,
  sending_paused: BROKEN,
  not_authorised: BROKEN,
  rate_exceeded: PASSING,
  quota_exceeded: BROKEN,
  transport_unavailable: DOWN,
  recipient_deferred: DOWN,
  transport_insecure: BROKEN,
  credentials_refused: BROKEN,
  sender_refused: BROKEN,
  expired_before_sent: PASSING,
  quota_reserved: BLOCKED,
  reputation: HELD,
  domain_without_mail: UNREACHABLE,
  delivery_delayed: PASSING,
  mailbox_refused: UNREACHABLE,
  mailbox_unavailable: UNREACHABLE,
  complaint: UNREACHABLE,
  rejected_by_ses: BLOCKED,
  texts_off: BLOCKED,
  text_too_long: BLOCKED,
  text_undelivered: PASSING,
  phone_used_up: PASSING,
  texts_used_up: BLOCKED,
  phone_change_texts_used_up: BLOCKED,
  nothing_to_open: PASSING,
  account_changed: PASSING,
  account_disabled: PASSING,
  change_pending: PASSING,
  not_own: BLOCKED,
  not_changed: STUCK,
  withdrawn: PASSING,
  not_needed: PASSING,
  suppressed: UNREACHABLE,
} as const satisfies Record<string, Kind>;
export type DeliveryReason = keyof typeof DELIVERY_REASONS;

export const isDeliveryReason = (name: string): name is DeliveryReason => Object.hasOwn(DELIVERY_REASONS, name);

/** For operators, without a dot at the end. Configuration keys and the like stand in double quotes. */
type Advice = readonly [means: string, todo: string];

export const ADVICE: Readonly<Record<DeliveryReason, Advice>> = {
  recipient_not_verified: [
    'The SES account is in the sandbox, and this recipient is not verified',
    'Verify the address in SES, or request production access',
  ],
  sender_not_verified: [
    'SES does not know the sender or its MAIL FROM domain',
    'Verify it in this region; check that the configuration names it',
  ],
  recipient_refused: [
    'The transport calls the address or number invalid',
    'Nothing to do. The person has to correct it',
  ],
  mail_refused: [
    'The message itself was refused, or we do not know why',
    'Read "error" in the log. If it lasts, it is a bug',
  ],
  configuration_set_missing: ['This region has no such configuration set', 'Deploy again'],
  sending_paused: [
    'The SES account or the configuration set is paused',
    'Answer the notice in the SES console, or resume sending',
  ],
  not_authorised: [
    'The courier may not send as this sender (in the sandbox: to this recipient), or has no valid credentials. SENS: unknown service id',
    'Check its role and the policies of both identities. SENS: "sens.serviceId"',
  ],
  rate_exceeded: [
    'No slot was free within 2 s, urgent mails went first, or it was too fast for the transport',
    'Nothing, unless it comes often: request a higher rate',
  ],
  quota_exceeded: ['The 24-hour quota is used up', 'Request a higher quota, or wait'],
  transport_unavailable: [
    'No answer, an unknown one, or it asked to be tried later',
    "If it lasts, check the network and the provider's status page",
  ],
  recipient_deferred: [
    "The mail server, or the recipient's behind it, asked to try later (421, 450, 451). Only mails to this domain wait",
    "Nothing to do. If it lasts, see the provider's status page, and whether it limits your server",
  ],
  transport_insecure: [
    'The SMTP server offered no STARTTLS, or no valid certificate for its name. Nothing was sent',
    'Check "smtp.host", "smtp.port" and "smtp.secure"',
  ],
  credentials_refused: [
    'The SMTP server or SENS refused our credentials, or the secret cannot be read',
    'Check the secret (SENS: the clock too)',
  ],
  sender_refused: [
    'The transport refused the sender',
    'Naver and Gmail: "senderEmail" must be the account itself. SENS: register "sens.from"',
  ],
  expired_before_sent: [
    'The link or code expired before it was sent',
    'The person can ask again. Find out why it waited',
  ],
  quota_reserved: [
    'The last 10 % of the 24-hour quota are kept for more urgent mails',
    'Request a higher quota, or wait',
  ],
  reputation: [
    'A first mail, while too many first mails of its network, to its domain or over all bounced permanently within a day',
    'Look for made-up sign-ups',
  ],
  domain_without_mail: [
    'DNS says for certain that the domain takes no mail: no MX or address record, or a null MX',
    'Nothing to do. The person has to correct it',
  ],
  delivery_delayed: [
    'The mailbox does not answer; SES keeps trying',
    'Nothing to do. Many at one provider: see its status page',
  ],
  mailbox_refused: [
    'A permanent bounce (no such mailbox, or it refuses). The address is suppressed',
    'Lift the suppression once the owner says that it works',
  ],
  mailbox_unavailable: [
    'A temporary bounce (full, too large, off). The address is not suppressed',
    'Nothing to do. A new request may succeed',
  ],
  complaint: [
    'The reader marked the mail as spam. The address is suppressed',
    'Lift the suppression only if the person asks',
  ],
  rejected_by_ses: ['SES took the mail, then refused its content', 'Look at the templates'],
  texts_off: ['No SMS transport is configured any more for the country of the number', 'Set one in "sms", or nothing'],
  text_too_long: [
    'The text exceeds one SMS, or has a character that Korean SMS cannot carry',
    'Shorten "brandName", or set "sens.allowsLong"',
  ],
  text_undelivered: [
    'The carrier could not deliver it: number off, blocked or not in use',
    'Nothing to do. A new request may succeed. Many: check "sens.from"',
  ],
  phone_used_up: [
    'The number has had "limits.textsPerPhone" SMS today',
    'Nothing to do. It gets more tomorrow. Many numbers: find out who asks',
  ],
  texts_used_up: [
    'The stage has sent "limits.textsPerDay" SMS with one-time codes today',
    'Find out who asks for SMS, then raise it',
  ],
  phone_change_texts_used_up: [
    'The stage has sent "limits.phoneChangeTextsPerDay" SMS for changes of phone number today',
    'Find out which accounts ask for SMS, then raise it',
  ],
  nothing_to_open: [
    'A reset or log-in for an address without an account',
    'Nothing to do. The answer had to be the same',
  ],
  account_changed: [
    "The account's password or address has changed since, so its link is useless",
    'Nothing to do. The next request brings a new one',
  ],
  account_disabled: [
    'The account is disabled, and a disabled account gets no mail',
    'Nothing to do. Once it is enabled again, the next request brings a mail',
  ],
  change_pending: [
    'A notice was written, its change is not made yet',
    'Nothing to do. It follows soon, or this becomes "not_changed"',
  ],
  not_own: [
    'A change of address or number whose row does not prove who asked: not written by this service, or by a release without this proof',
    'Once, just after a deployment: nothing. Otherwise find out who may write the table',
  ],
  not_changed: [
    'A notice was written, and its change was not made within 10 minutes',
    'A request stopped half-way. Look for "dependency_failed" or "unexpected_error" 10 minutes before; if there is none, it is a bug',
  ],
  withdrawn: ['The change was refused after its notice was written', 'Nothing to do'],
  not_needed: ['The link or code of an earlier mail was used before this one was sent', 'Nothing to do'],
  suppressed: [
    'The address bounced permanently in the last 14 days, complained before, or was suppressed by hand',
    'Lift the suppression once the owner says that it works',
  ],
};

export const ADVICE_IN_KOREAN: Readonly<Record<DeliveryReason, Advice>> = {
  recipient_not_verified: [
    'SES 계정이 샌드박스에 있고, 받는 주소가 인증되지 않았습니다',
    'SES에서 그 주소를 인증하거나 프로덕션 액세스를 요청하세요',
  ],
  sender_not_verified: [
    'SES가 발신자나 그 MAIL FROM 도메인을 모릅니다',
    '이 리전에서 발신 주소나 도메인을 인증하고, 설정과 같은지 확인하세요',
  ],
  recipient_refused: ['받는 주소나 번호가 잘못되었다고 거절되었습니다', '할 일은 없습니다. 사용자가 고쳐야 합니다'],
  mail_refused: [
    '메시지 자체가 거절되었거나, 알 수 없는 이유로 거절되었습니다',
    '로그의 "error"를 보세요. 계속되면 버그입니다',
  ],
  configuration_set_missing: ['이 리전에 구성 세트가 없습니다', '다시 배포하세요'],
  sending_paused: [
    'SES 계정이나 구성 세트의 발송이 중지되었습니다',
    'SES 콘솔의 알림을 읽고 답한 다음 발송을 다시 켜세요',
  ],
  not_authorised: [
    'courier가 이 발신자로(샌드박스에서는 이 수신자에게) 보낼 권한이 없거나 자격 증명이 유효하지 않습니다. SENS는 서비스 ID를 모릅니다',
    '역할과 두 자격 증명의 정책을 확인하세요. SENS는 "sens.serviceId"를 확인하세요',
  ],
  rate_exceeded: [
    '2초 안에 보낼 차례가 없었거나, 급한 메일이 먼저였거나, 너무 빨리 보낸다고 거절되었습니다',
    '지나가면 할 일은 없습니다. 잦으면 더 높은 초당 한도를 요청하세요',
  ],
  quota_exceeded: ['24시간 한도를 다 썼습니다', '더 높은 한도를 요청하거나 기다리세요'],
  transport_unavailable: [
    '응답이 없거나, 알 수 없는 응답이거나, 나중에 다시 하라고 답했습니다',
    '계속되면 네트워크와 서비스의 상태 페이지를 확인하세요',
  ],
  recipient_deferred: [
    '메일 서버나 그 뒤의 받는 쪽 서버가 나중에 다시 보내라고 답했습니다(421, 450, 451). 이 도메인으로 가는 메일만 기다립니다',
    '할 일은 없습니다. 오래가면 그 메일 서비스의 상태 페이지를 보고, 서버의 발송이 제한되었는지 확인하세요',
  ],
  transport_insecure: [
    'SMTP 서버에 STARTTLS나 그 이름의 유효한 인증서가 없습니다. 아무것도 보내지 않았습니다',
    '"smtp.host", "smtp.port", "smtp.secure"를 확인하세요',
  ],
  credentials_refused: [
    'SMTP 서버나 SENS가 인증 정보를 거절했거나, courier가 시크릿을 읽지 못했습니다',
    '시크릿(SENS는 시계도)을 확인하세요',
  ],
  sender_refused: [
    '발신자를 거절했습니다',
    '네이버와 Gmail은 "senderEmail"이 그 계정의 주소인지, SENS는 "sens.from"이 등록된 번호인지 확인하세요',
  ],
  expired_before_sent: [
    '보내기 전에 링크나 인증번호가 만료되었습니다',
    '사용자가 다시 요청할 수 있습니다. 왜 기다렸는지 찾아보세요',
  ],
  quota_reserved: ['24시간 한도의 마지막 10 %는 더 급한 메일에 남겨 둡니다', '더 높은 한도를 요청하거나 기다리세요'],
  reputation: [
    '하루 동안 같은 네트워크, 같은 도메인, 또는 전체에서 너무 많이 영구 반송되어 처음 보내는 메일을 미뤘습니다',
    '지어낸 주소로 하는 가입이 있는지 보세요',
  ],
  domain_without_mail: [
    '도메인에 MX도 주소 레코드도 없거나 메일을 받지 않는다고 DNS가 확실히 답했습니다',
    '할 일은 없습니다. 사용자가 주소를 고쳐야 합니다',
  ],
  delivery_delayed: [
    '메일함이 지금 응답하지 않습니다. SES가 계속 시도합니다',
    '할 일은 없습니다. 한 메일 서비스에 몰려 있으면 그 상태 페이지를 보세요',
  ],
  mailbox_refused: [
    '영구 반송입니다(없는 메일함, 수신 거부). 발송 금지가 됩니다',
    '주인이 된다고 하면 발송 금지를 푸세요',
  ],
  mailbox_unavailable: [
    '일시 반송입니다(가득 참, 너무 큼, 꺼짐). 발송 금지가 되지 않습니다',
    '할 일은 없습니다. 다시 요청하면 도착할 수 있습니다',
  ],
  complaint: ['받은 사람이 스팸으로 신고했습니다. 발송 금지가 됩니다', '본인이 요청할 때만 발송 금지를 푸세요'],
  rejected_by_ses: ['SES가 접수한 뒤 내용 때문에 보내지 않았습니다', '메일 템플릿을 확인하세요'],
  texts_off: ['그 나라로 문자를 보낼 방법이 이제 설정되어 있지 않습니다', '"sms"에 추가하거나 그대로 두세요'],
  text_too_long: [
    '문자가 SMS 한 통을 넘거나, 한국 SMS에 쓸 수 없는 글자가 있습니다',
    '"brandName"을 줄이거나 "sens.allowsLong"을 켜세요',
  ],
  text_undelivered: [
    '통신사가 문자를 전달하지 못했습니다(꺼짐, 차단, 없는 번호)',
    '할 일은 없습니다. 다시 요청하면 도착할 수 있습니다. 많으면 "sens.from"이 아직 등록되어 있는지 보세요',
  ],
  phone_used_up: [
    '이 번호로 오늘 "limits.textsPerPhone"만큼 보냈습니다',
    '할 일은 없습니다. 내일 다시 보냅니다. 이런 번호가 많으면 누가 요청하는지 보세요',
  ],
  texts_used_up: [
    '스테이지가 오늘 일회용 인증번호 문자를 "limits.textsPerDay"만큼 보냈습니다',
    '누가 문자를 요청하는지 먼저 보고 올리세요',
  ],
  phone_change_texts_used_up: [
    '스테이지가 오늘 전화번호 변경 문자를 "limits.phoneChangeTextsPerDay"만큼 보냈습니다',
    '어떤 계정이 문자를 요청하는지 먼저 보고 올리세요',
  ],
  nothing_to_open: [
    '계정이 없는 주소의 재설정 또는 로그인 메일입니다',
    '할 일은 없습니다. 응답은 계정이 있을 때와 같아야 합니다',
  ],
  account_changed: [
    '요청한 뒤 계정의 비밀번호나 주소가 바뀌어, 메일의 링크가 쓸모없어졌습니다',
    '할 일은 없습니다. 다시 요청하면 새 메일이 갑니다',
  ],
  account_disabled: [
    '이용이 정지된 계정입니다. 정지된 계정에는 메일을 보내지 않습니다',
    '할 일은 없습니다. 정지를 풀고 다시 요청하면 메일이 갑니다',
  ],
  change_pending: [
    '알림을 먼저 기록했고, 변경은 아직 일어나지 않았습니다',
    '할 일은 없습니다. 곧 변경이 일어나거나 "not_changed"가 됩니다',
  ],
  not_own: [
    '이메일이나 전화번호 변경 요청의 행에 누가 요청했는지 증명이 없습니다. 이 서비스가 쓰지 않았거나, 이 증명이 없던 릴리스가 쓴 행입니다',
    '배포 직후 한 번이면 할 일은 없습니다. 그 밖에는 누가 테이블에 쓸 수 있는지 확인하세요',
  ],
  not_changed: [
    '알림을 기록했지만 10분이 지나도 변경이 일어나지 않았습니다',
    '요청이 중간에 멈췄습니다. 10분 전의 로그에서 "dependency_failed"나 "unexpected_error"를 찾으세요. 없다면 버그입니다',
  ],
  withdrawn: ['알림을 기록한 뒤 변경이 거절되었습니다', '할 일은 없습니다'],
  not_needed: ['이 메일을 보내기 전에 먼저 온 메일의 링크나 인증번호가 사용되었습니다', '할 일은 없습니다'],
  suppressed: [
    '최근 14일 안에 영구 반송되었거나, 스팸 신고가 있었거나, 운영자가 막은 주소입니다',
    '주인이 다시 된다고 하면 발송 금지를 푸세요',
  ],
};

/**
 * The status of a delivery with this reason, if nothing changes. What is `queued` is tried again until its link or code
 * expires, and is `failed` then.
 */
export const ENDS_AS: Readonly<
  Record<DeliveryReason, 'queued' | 'sent' | 'failed' | 'skipped' | 'bounced' | 'complained'>
> = {
  recipient_not_verified: 'failed',
  sender_not_verified: 'queued',
  recipient_refused: 'failed',
  mail_refused: 'queued',
  configuration_set_missing: 'queued',
  sending_paused: 'queued',
  not_authorised: 'queued',
  rate_exceeded: 'queued',
  quota_exceeded: 'queued',
  transport_unavailable: 'queued',
  recipient_deferred: 'queued',
  transport_insecure: 'queued',
  credentials_refused: 'queued',
  sender_refused: 'queued',
  expired_before_sent: 'failed',
  quota_reserved: 'queued',
  reputation: 'queued',
  domain_without_mail: 'failed',
  delivery_delayed: 'sent',
  mailbox_refused: 'bounced',
  mailbox_unavailable: 'bounced',
  complaint: 'complained',
  rejected_by_ses: 'failed',
  texts_off: 'failed',
  text_too_long: 'failed',
  text_undelivered: 'bounced',
  phone_used_up: 'failed',
  texts_used_up: 'failed',
  phone_change_texts_used_up: 'failed',
  nothing_to_open: 'skipped',
  account_changed: 'skipped',
  account_disabled: 'skipped',
  change_pending: 'queued',
  not_changed: 'skipped',
  not_own: 'skipped',
  withdrawn: 'skipped',
  not_needed: 'skipped',
  suppressed: 'skipped',
};

/** In one line, as the log carries it. */
export const adviceOn = (reason: DeliveryReason, advice = ADVICE): string => `${advice[reason].join('. ')}.`;
