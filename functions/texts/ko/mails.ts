// The words of every mail in Korean.
import type { MailLanguage } from '../mail-texts.ts';

const NO_CALLS = '{brand}에서는 전화나 메시지로 인증번호를 묻지 않아요.';
const RESET_NOW = '지금 바로 비밀번호를 재설정해 주세요.';
const NOTHING_TO_DO = '따로 할 일은 없어요.';

export const MAILS: MailLanguage = {
  mails: {
    verification: {
      subject: '[{brand}] 이메일 인증을 완료해 주세요',
      preview: '인증번호 {code} · {minutes} 동안 쓸 수 있어요.',
      heading: '이메일 인증을 완료해 주세요',
      intro: '아래 버튼을 눌러 {brand} 가입을 마쳐 주세요.',
      button: '이메일 인증하기',
      code: '가입하던 화면에 인증번호를 입력해도 돼요.',
      ifNotAsked: '본인이 요청하지 않았다면 이 메일을 무시해 주세요. 인증하지 않으면 가입되지 않아요.',
      why: '가입 요청을 받아 보내 드린 메일이에요.',
    },
    'account-exists': {
      subject: '[{brand}] 이미 가입된 이메일이에요',
      preview: '기존 계정으로 로그인해 주세요.',
      heading: '이미 가입된 이메일이에요',
      intro:
        '이 이메일로 {brand}에 가입하거나 이메일을 바꾸려는 요청이 있었지만, 이미 계정이 있어요. 기존 계정으로 로그인해 주세요.',
      button: '로그인하기',
      otherLink: '비밀번호를 잊었다면 재설정하기',
      ifNotAsked: '본인이 요청하지 않았다면 이 메일을 무시해 주세요. 계정은 바뀌지 않았어요.',
      why: '이 이메일을 쓰려는 요청을 받아 보내 드린 메일이에요.',
    },
    reset: {
      subject: '[{brand}] 비밀번호를 재설정해 주세요',
      preview: '링크와 인증번호는 {minutes} 동안 쓸 수 있어요.',
      heading: '비밀번호를 재설정해 주세요',
      intro:
        '아래 버튼을 눌러 {brand} 계정의 새 비밀번호를 정해 주세요. 비밀번호를 바꾸면 다른 기기에서는 로그아웃돼요.',
      button: '비밀번호 재설정하기',
      code: '재설정을 요청한 화면에 인증번호를 입력해도 돼요.',
      ifNotAsked: `본인이 요청하지 않았다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않아요. ${NO_CALLS}`,
      why: '비밀번호 재설정 요청을 받아 보내 드린 메일이에요.',
    },
    login: {
      subject: '[{brand}] 로그인 링크가 도착했어요',
      preview: '링크와 인증번호는 {minutes} 동안 쓸 수 있어요.',
      heading: '로그인 링크가 도착했어요',
      intro: '아래 버튼을 눌러 {brand}에 로그인해 주세요.',
      button: '로그인하기',
      code: '로그인을 요청한 화면에 인증번호를 입력해도 돼요.',
      ifNotAsked: `본인이 요청하지 않았다면 이 메일을 무시해 주세요. ${NO_CALLS}`,
      why: '로그인 요청을 받아 보내 드린 메일이에요.',
    },
    invitation: {
      subject: '[{brand}] {brand}에 초대받으셨어요',
      preview: '비밀번호를 정하면 바로 시작할 수 있어요. 링크는 {lifetime} 동안 쓸 수 있어요.',
      heading: '{brand}에 초대받으셨어요',
      intro:
        '{brand}에 이 이메일로 쓸 계정을 만들어 두었어요. 아래 버튼을 눌러 비밀번호를 정하고 시작해 주세요. 링크는 {lifetime} 동안 쓸 수 있어요.',
      button: '비밀번호 정하기',
      ifNotAsked:
        '기간이 지났다면 초대한 곳에 메일을 다시 요청해 주세요. {brand}에서 초대받을 일이 없었다면 이 메일을 무시해 주세요. 비밀번호를 정하기 전에는 누구도 이 계정을 쓸 수 없어요.',
      why: '{brand}에서 이 주소로 계정을 만들어 보내 드린 메일이에요.',
    },
    'email-change': {
      subject: '[{brand}] 새 이메일을 인증해 주세요',
      preview: '인증번호 {code} · {minutes} 동안 쓸 수 있어요.',
      heading: '새 이메일을 인증해 주세요',
      intro:
        '아래 버튼을 눌러 {brand} 계정의 이메일을 이 주소로 바꿔 주세요. 변경을 요청한 브라우저나 로그인된 브라우저에서 열어 주세요.',
      button: '새 이메일 인증하기',
      code: '변경을 요청한 화면에 인증번호를 입력해도 돼요.',
      ifNotAsked: '본인이 요청하지 않았다면 이 메일을 무시해 주세요. 인증하지 않으면 이 주소로 바뀌지 않아요.',
      why: '이 주소를 새 이메일로 쓰려는 요청을 받아 보내 드린 메일이에요.',
    },
    otp: {
      subject: '{code} · {brand} 인증번호',
      preview: '인증번호 {code} · {minutes} 동안 쓸 수 있어요.',
      heading: '인증번호를 확인해 주세요',
      code: '{brand}에서 요청한 인증번호예요. 요청한 화면에 입력해 주세요.',
      ifNotAsked: '본인이 요청하지 않았다면 이 메일을 무시해 주세요. 다른 사람이 이메일을 잘못 입력했을 수 있어요.',
      why: '인증번호 요청을 받아 보내 드린 메일이에요.',
    },
    'password-changed': {
      subject: '[{brand}] 비밀번호가 변경됐어요',
      preview: '본인이 변경하지 않았다면 지금 바로 비밀번호를 재설정해 주세요.',
      heading: '비밀번호가 변경됐어요',
      intro: '{brand} 계정의 비밀번호가 변경됐어요. 변경한 기기를 제외하고 모두 로그아웃했어요.',
      ifYou: `본인이 변경했다면 ${NOTHING_TO_DO}`,
      ifNotYou: ['본인이 변경하지 않았다면', RESET_NOW],
      button: '비밀번호 재설정하기',
      why: '계정을 지키기 위해, 비밀번호가 변경되면 꼭 알려 드리고 있어요.',
    },
    'email-changed': {
      subject: '[{brand}] 이메일이 변경됐어요',
      preview: '본인이 변경하지 않았다면 {hours} 안에 되돌려 주세요.',
      heading: '이메일이 변경됐어요',
      intro: '{brand} 계정의 이메일이 다른 주소로 변경됐어요.',
      ifYou: '본인이 변경했다면 이제 새 이메일로 로그인해 주세요.',
      ifNotYou: [
        '본인이 변경하지 않았다면 {hours} 안에',
        '변경을 되돌려 주세요. {until}까지 되돌릴 수 있어요. 계정의 이메일이 이 주소로 돌아오고 모든 기기에서 로그아웃돼요. 비밀번호를 재설정할 수 있는 메일도 보내 드려요.',
      ],
      button: '이메일 변경 되돌리기',
      why: '계정을 지키기 위해, 이메일이 변경되면 이전 주소로 꼭 알려 드리고 있어요.',
    },
    'email-changed-late': {
      subject: '[{brand}] 이메일이 변경됐어요',
      preview: '본인이 변경하지 않았다면 바로 알려 주세요.',
      heading: '이메일이 변경됐어요',
      intro: '{brand} 계정의 이메일이 다른 주소로 변경됐어요.',
      ifYou: '본인이 변경했다면 이제 새 이메일로 로그인해 주세요.',
      ifNotYou: [
        '본인이 변경하지 않았다면',
        '다른 사람이 계정을 쓰고 있을 수 있어요. 되돌릴 수 있는 시간이 지났으니 {brand}에 바로 알려 주세요.',
      ],
      why: '계정을 지키기 위해, 이메일이 변경되면 이전 주소로 꼭 알려 드리고 있어요.',
    },
    'email-restored': {
      subject: '[{brand}] 계정의 이메일이 이전 주소로 돌아갔어요',
      preview: '이 주소로는 이제 로그인할 수 없어요.',
      heading: '계정의 이메일이 이전 주소로 돌아갔어요',
      intro:
        '이전 주소로 보낸 메일에서 {brand} 계정의 이메일 변경을 되돌렸어요. 이제 이 주소로는 로그인할 수 없고, 모든 기기에서 로그아웃했어요.',
      ifYou: '본인이 되돌렸다면 이전 주소로 보낸 메일에서 비밀번호를 재설정해 주세요.',
      ifNotYou: [
        '본인이 되돌리지 않았다면',
        '다른 사람이 이전 메일함을 읽고 있을 수 있어요. 이전 메일함의 비밀번호부터 바꾸고, 그 메일함에서 {brand} 비밀번호를 재설정해 주세요. 메일함에 들어갈 수 없다면 {brand}에 바로 알려 주세요.',
      ],
      why: '계정을 지키기 위해, 연결이 끊긴 주소에도 꼭 알려 드리고 있어요.',
    },
    'phone-changed': {
      subject: '[{brand}] 휴대폰 번호가 변경됐어요',
      preview: '본인이 변경하지 않았다면 지금 바로 비밀번호를 재설정해 주세요.',
      heading: '휴대폰 번호가 변경됐어요',
      intro: '{brand} 계정에 새 휴대폰 번호가 등록됐어요.',
      ifYou: `본인이 등록했다면 ${NOTHING_TO_DO}`,
      ifNotYou: ['본인이 등록하지 않았다면', `${RESET_NOW} 그런 다음 휴대폰 번호를 다시 등록해 주세요.`],
      button: '비밀번호 재설정하기',
      why: '계정을 지키기 위해, 휴대폰 번호가 변경되면 꼭 알려 드리고 있어요.',
    },
    'account-deleted': {
      subject: '[{brand}] 탈퇴가 완료됐어요',
      preview: '본인이 탈퇴하지 않았다면 {brand}에 바로 알려 주세요.',
      heading: '탈퇴가 완료됐어요',
      intro: '{brand} 계정이 삭제됐어요. 삭제된 계정은 되돌릴 수 없어요. 그동안 이용해 주셔서 고마워요.',
      ifYou: `본인이 탈퇴했다면 ${NOTHING_TO_DO}`,
      ifNotYou: [
        '본인이 탈퇴하지 않았다면',
        '{brand}에 바로 알려 주세요. 다른 사람이 비밀번호를 알고 있을 수 있으니, 같은 비밀번호를 쓰는 다른 서비스의 비밀번호도 바꿔 주세요.',
      ],
      why: '계정을 지키기 위해, 계정이 삭제되면 꼭 알려 드리고 있어요.',
    },
    'account-unused': {
      subject: '[{brand}] 사용하지 않는 계정이 곧 삭제돼요',
      preview: '{until}까지 로그인하면 계정을 계속 쓸 수 있어요.',
      heading: '사용하지 않는 계정이 곧 삭제돼요',
      intro:
        '{brand} 계정을 오랫동안 사용하지 않으셨어요. 계속 쓰려면 {until}까지 한 번만 로그인해 주세요. 로그인하지 않으면 계정이 삭제되고, 삭제된 계정은 되돌릴 수 없어요.',
      button: '로그인하고 계정 유지하기',
      ifNotAsked: '더 이상 쓰지 않는 계정이라면 따로 할 일은 없어요.',
      why: '오랫동안 사용하지 않은 계정을 삭제하기 전에 미리 알려 드리고 있어요.',
    },
    'new-log-in': {
      subject: '[{brand}] 새로운 기기에서 로그인됐어요',
      preview: '본인이 로그인하지 않았다면 지금 바로 비밀번호를 재설정해 주세요.',
      heading: '새로운 기기에서 로그인됐어요',
      intro: '처음 보는 기기와 네트워크에서 {brand} 계정에 로그인했어요.',
      ifYou: `본인이 로그인했다면 ${NOTHING_TO_DO}`,
      ifNotYou: ['본인이 로그인하지 않았다면', `${RESET_NOW} 재설정하면 모든 기기에서 로그아웃돼요.`],
      button: '비밀번호 재설정하기',
      why: '계정을 지키기 위해, 처음 보는 곳에서 로그인하면 알려 드리고 있어요.',
    },
  },
  lifetime: '{minutes} 동안 쓸 수 있어요. 인증번호는 아무에게도 알려 주지 마세요.',
  facts: { when: '일시', device: '기기', ip: 'IP 주소', newAddress: '새 이메일', unknown: '알 수 없음' },
  support: '문의:',
  moment: {
    form: '{year}년 {month}월 {day}일 {half} {hourOf12}:{minute} (한국 시간)',
    hoursFromUtc: 9,
    am: '오전',
    pm: '오후',
    months: '1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월',
  },
  units: {
    minute: '{count}분',
    minutes: '{count}분',
    hour: '{count}시간',
    hours: '{count}시간',
    day: '{count}일',
    days: '{count}일',
  },
};
