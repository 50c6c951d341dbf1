// What an explanation says, in English and in Korean.
import type { MessagePurpose } from '#domain/delivery/delivery.ts';
import { ADVICE_IN_KOREAN, adviceOn } from '#domain/delivery/reasons.ts';
import type { OperatorWords } from '#domain/locale.ts';
import type { TimelineEntry, TimelineStatus } from './timeline.ts';

const MAILS: Readonly<Record<MessagePurpose, OperatorWords>> = {
  signup: { en: 'Sign-up mail', ko: '가입 인증 메일' },
  reset: { en: 'Password reset mail', ko: '비밀번호 재설정 메일' },
  login: { en: 'Log-in mail', ko: '로그인 메일' },
  invitation: { en: 'Invitation', ko: '초대 메일' },
  email_change: { en: 'Mail that confirms a new address', ko: '새 이메일 인증 메일' },
  email_undo: { en: 'Mail that undoes a change of address', ko: '이메일 변경 취소 메일' },
  phone_change: { en: 'SMS that confirms a new number', ko: '새 전화번호 인증 문자' },
  otp: { en: 'One-time code', ko: '일회용 인증번호' },
  password_changed: { en: 'Notice of a changed password', ko: '비밀번호 변경 알림' },
  email_changed: { en: 'Notice of a changed address', ko: '이메일 변경 알림' },
  email_restored: { en: 'Notice that the old address is back', ko: '이메일 변경 취소 알림' },
  phone_changed: { en: 'Notice of a changed phone number', ko: '전화번호 변경 알림' },
  account_deleted: { en: 'Notice of a deleted account', ko: '계정 삭제 알림' },
  deletion_asked: { en: 'Notice of a deletion that the owner asked for', ko: '탈퇴 신청 알림' },
  account_kept: { en: 'Notice that the account is kept', ko: '계정 유지 알림' },
  account_unused: { en: 'Notice before an unused account is deleted', ko: '미사용 계정 삭제 예고' },
  new_log_in: { en: 'Notice of a new log-in', ko: '새 로그인 알림' },
  passkey_added: { en: 'Notice of a new passkey', ko: '패스키 등록 알림' },
  passkey_removed: { en: 'Notice of a removed passkey', ko: '패스키 삭제 알림' },
  second_factor_on: { en: 'Notice that two-step log-in is on', ko: '2단계 인증 설정 알림' },
  second_factor_off: { en: 'Notice that two-step log-in is off', ko: '2단계 인증 해제 알림' },
};

const STATUSES: Readonly<Record<TimelineStatus, OperatorWords>> = {
  asked: { en: 'was asked for', ko: '요청했습니다' },
  asked_again: { en: 'was asked for again', ko: '다시 요청했습니다' },
  pending: { en: 'is about to be sent', ko: '곧 보냅니다' },
  queued: { en: 'could not be sent yet and is tried again', ko: '아직 보내지 못해 다시 시도합니다' },
  sent: { en: 'was sent; the mailbox has not answered yet', ko: '보냈습니다. 받는 쪽의 응답은 아직 없습니다' },
  failed: { en: 'could not be sent', ko: '보내지 못했습니다' },
  skipped: { en: 'was not sent', ko: '보내지 않았습니다' },
  delivered: { en: 'was taken by the mailbox', ko: '받는 쪽 메일 서버에 도착했습니다' },
  bounced: { en: 'came back', ko: '되돌아왔습니다' },
  complained: { en: 'was marked as spam by its reader', ko: '받은 사람이 스팸으로 신고했습니다' },
  used: { en: 'its link or code was used', ko: '링크나 인증번호를 사용했습니다' },
  expired: { en: 'its link and code ran out', ko: '링크와 인증번호가 만료되었습니다' },
  expires: { en: 'its link and code run out', ko: '링크와 인증번호가 만료됩니다' },
};

/** One line of the timeline, with what to do where there is a reason. */
export const sayEntry = ({ mail, status, reason, times }: TimelineEntry): OperatorWords => {
  const name = MAILS[mail];
  const { en, ko } = STATUSES[status];
  const often = timesOf(status, times);
  const why = reason
    ? { en: ` ${adviceOn(reason)}`, ko: ` ${adviceOn(reason, ADVICE_IN_KOREAN)}` }
    : { en: '', ko: '' };
  return { en: `${name.en}: ${en}${often.en}.${why.en}`, ko: `${name.ko}: ${ko}${often.ko}.${why.ko}` };
};

const timesOf = (status: TimelineStatus, times = 0): OperatorWords => {
  if (status === 'asked' && times > 1) return { en: ` (${times} times within a day)`, ko: ` (하루 동안 ${times}번)` };
  const isEnd = status === 'expired' || status === 'expires';
  return isEnd && times > 0 ? { en: ` (${times} wrong tries)`, ko: ` (잘못 입력 ${times}번)` } : { en: '', ko: '' };
};

export const nameOfMail = (mail: MessagePurpose): OperatorWords => MAILS[mail];
