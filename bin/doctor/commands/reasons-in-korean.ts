// `DELIVERY_REASONS` for operators who read Korean.
import type { DeliveryReason } from '#domain/delivery/delivery.ts';

export const REASONS_IN_KOREAN: Readonly<Record<DeliveryReason, string>> = {
  recipient_not_verified: '샌드박스라서 인증된 수신자에게만 갑니다. 주소를 SES에서 인증하거나 프로덕션을 신청하세요.',
  sender_not_verified:
    'SES가 보내는 주소를 모릅니다. 이 리전에서 인증하고 설정과 같은지 보세요. 링크가 만료될 때까지 다시 시도합니다.',
  recipient_refused: '잘못된 주소라고 거부되었습니다. 할 일은 없고, 본인이 고쳐야 합니다.',
  mail_refused: '메일 자체가 거부되었습니다. 링크가 만료될 때까지 다시 시도합니다.',
  configuration_set_missing: '구성 세트가 이 리전에 없습니다. 다시 배포하세요.',
  sending_paused: '계정이나 구성 세트의 발송이 중지되었습니다. SES 콘솔의 알림에 답하거나 다시 켜세요.',
  not_authorised: 'courier에 보낼 권한이 없습니다. 역할과 두 자격 증명의 정책을 보세요(SENS는 sens.serviceId).',
  rate_exceeded: '잠시 초당 한도를 넘었습니다. 다시 시도합니다.',
  quota_exceeded: '24시간 한도를 다 썼습니다. 더 신청하거나 기다리세요.',
  transport_unavailable: '발송 서버에 닿지 못했거나 나중에 하라고 합니다. 링크나 코드가 만료될 때까지 다시 시도합니다.',
  transport_insecure:
    'SMTP 서버에 STARTTLS가 없거나 인증서가 이름과 맞지 않아 보내지 않았습니다. 호스트와 포트를 보세요.',
  credentials_refused: 'SMTP 서버나 SENS가 인증 정보를 거부했습니다. 시크릿(SENS는 시계도)을 보고 doctor를 실행하세요.',
  sender_refused: '보내는 쪽이 거부되었습니다. 네이버와 Gmail은 계정 주소 그대로, SENS는 등록된 발신번호여야 합니다.',
  expired_before_sent: '보내기 전에 링크가 만료되었습니다. 본인이 다시 요청하면 됩니다.',
  quota_reserved: '24시간 한도가 거의 다 되어 남은 것은 로그인, 재설정, 코드에 씁니다. 더 신청하세요.',
  reputation: '이 시간에 새 주소의 반송이 많아 처음 보내는 메일을 멈췄습니다. 지어낸 가입이 있는지 보세요.',
  domain_without_mail: '메일을 받지 않는 도메인입니다 (MX나 주소 레코드가 없음). 본인이 고쳐야 합니다.',
  delivery_delayed: '메일함이 지금 답하지 않습니다. SES가 계속 시도합니다.',
  mailbox_refused: '없는 메일함이거나 영구히 거부합니다. 운영자가 풀 때까지 보내지 않습니다.',
  mailbox_unavailable: '메일함이 지금 받지 못합니다 (가득 참 등). 새로 요청하면 될 수 있습니다.',
  complaint: '받은 사람이 스팸으로 신고했습니다. 운영자가 풀 때까지 보내지 않습니다.',
  rejected_by_ses: 'SES가 받은 뒤 내용 때문에 보내지 않았습니다. 템플릿을 보세요.',
  texts_off: '이 번호의 나라로 문자를 보낼 설정이 없습니다. "sms"에 넣으세요.',
  text_too_long:
    '문자가 SMS 하나에 들어가지 않거나 보낼 수 없는 글자가 있습니다. brandName을 줄이거나 LMS를 허용하세요.',
  text_undelivered: '통신사가 문자를 전하지 못했습니다 (꺼짐, 차단, 없는 번호). 새로 요청하면 될 수 있습니다.',
  phone_used_up: '이 번호가 하루에 받을 문자를 다 받았습니다 (limits.textsPerPhone). 내일 다시 됩니다.',
  texts_used_up: '오늘 보낼 문자를 다 썼습니다 (limits.textsPerDay). 누가 문자를 남용하는지 보고 늘리세요.',
  nothing_to_open: '이 주소로 열 수 있는 계정이 없습니다. 할 일이 없습니다.',
  account_changed: '요청한 뒤에 비밀번호나 주소가 바뀌어 아무것도 열지 못합니다. 다음 요청이 새것을 가져옵니다.',
  change_pending: '알릴 변경이 아직 없습니다. 10분 동안 다시 시도합니다.',
  not_changed: '알릴 변경이 일어나지 않았습니다. 할 일이 없습니다.',
  suppressed: '전에 반송되거나 신고된 주소입니다. 괜찮은 주소라면 발송 금지를 푸세요.',
};
