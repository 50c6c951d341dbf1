// Every sentence of the hosted pages in Korean.

import type { PageTexts } from '../page-texts.ts';
import { ACCOUNT } from './account.ts';
import { ERRORS } from './errors.ts';
import { FACTORS, SECURITY } from './security.ts';

/** Shared by the pages that begin and end a sign-up. */
const SIGN_UP = {
  errors: {
    invalid_token: '링크 주소가 잘렸거나 올바르지 않아요. 메일에서 링크를 다시 열거나 인증번호를 입력해 주세요.',
    expired: '인증 시간이 지났어요. 메일을 다시 받거나 처음부터 다시 가입해 주세요.',
    continuation_required:
      '가입을 시작한 브라우저에서만 쓸 수 있어요. 메일 속 링크를 누르거나 처음부터 다시 가입해 주세요.',
    invalid_credentials: '비밀번호가 맞지 않아요. 가입할 때 정한 비밀번호를 입력해 주세요.',
  },
  limits: {
    code_locked:
      '여러 번 잘못 입력했어요. 가입을 시작한 브라우저에서 메일 속 링크를 누르거나, {wait} 후에 다시 가입해 주세요.',
  },
  noAttemptsLeft: '더 이상 시도할 수 없어요. 가입을 시작한 브라우저에서 메일 속 링크를 눌러 주세요.',
} as const;

export const PAGES = {
  html: {
    languageName: '한국어',
    minimumAge: '만 {age}세 이상이에요',
    scriptNeeded: '이 페이지를 쓰려면 브라우저에서 자바스크립트를 켜 주세요.',
    loading: '불러오고 있어요. 이 화면이 계속 보이면 새로고침해 주세요.',
    supportLabel: '문의',
    emailLabel: '이메일',
    passwordLabel: '비밀번호',
    passwordHint: '8자 이상 입력해 주세요. 길수록 안전해요.',
    optionalLabel: '{label} (선택)',
    noChoice: '선택해 주세요',
    noChoiceOptional: '선택 안 함',
    show: '표시',
    showPassword: '비밀번호 표시',
    codeLabel: '인증번호 {digits}자리',
    codeHint: '마지막 숫자까지 입력하면 바로 확인해요.',
    resendButton: '메일 다시 받기',
    spamHint: '메일이 보이지 않으면 스팸함도 확인해 주세요.',
    wrongAddressQuestion: '이메일을 잘못 입력했나요?',
    startAgainLink: '다시 입력하기',
    correctLink: '바꾸기',
    mailbox: '메일함 열기',
    resendWait: '잠시 후에 다시 받을 수 있어요.',
    haveCodeQuestion: '이미 메일을 받았나요?',
    haveCodeLink: '인증번호 입력하기',
    loginLink: '로그인하기',
    resetLink: '비밀번호 재설정하기',
    notYou: '직접 요청하지 않았다면 이 창을 그냥 닫아 주세요.',
    goOn: '계속하기',
    otherAccount: '다른 계정으로',
    lateQuestion: '아직 메일이 오지 않았나요?',
    lateAddress: '위의 이메일이 맞는지 확인해 주세요.',
    lateBlocked: '프로모션함 같은 다른 메일함도 확인해 주세요. 회사나 학교 메일은 차단됐을 수 있어요.',
    going: '곧 보던 화면으로 돌아가요.',
    accountLink: '내 계정 보기',
    consentsLegend: '약관 동의',
    consentsAll: '모두 동의할게요',
    consentsRequired: '필수',
    consentsOptional: '선택',
    consentText: '내용 보기',
    humanLead: '사람이 보낸 요청인지 확인해 주세요. 확인이 끝나면 바로 이어서 진행돼요.',
    switchFrom: '지금 로그인한 계정',
    switchTo: '이 링크의 계정',
    switchLead:
      '계속하면 이 브라우저에서는 링크의 계정으로 로그인돼요. 이 링크를 직접 요청하지 않았다면 계속하지 말아 주세요.',
    stayLink: '지금 계정 그대로 쓰기',
    switchButton: '링크의 계정으로 계속하기',
    ...FACTORS,
  },
  client: {
    headings: {
      mail: '메일을 확인해 주세요',
      password: '비밀번호를 입력해 주세요',
      'new-password': '새 비밀번호 정하기',
      switch: '이미 로그인돼 있어요',
      no_flow: '진행 중인 가입이 없어요',
      done: '끝났어요',
      invalid_token: '링크를 열 수 없어요',
      expired: '링크가 만료됐어요',
      superseded: '가장 최근 메일을 확인해 주세요',
      already_used: '이미 사용한 링크예요',
      already_registered: '이미 가입한 이메일이에요',
      email_not_verified: '이메일 인증이 필요해요',
    },
    ...ERRORS,
    mailboxes: {
      naver: '네이버 메일 열기',
      gmail: 'Gmail 열기',
      daum: '다음 메일 열기',
      kakao: '카카오메일 열기',
      nate: '네이트 메일 열기',
      outlook: 'Outlook 열기',
    },
    mailHint: '혹시 {address}인가요?',
    slow: '조금 오래 걸리고 있어요. 잠시만 기다려 주세요.',
    late: '응답이 늦어지고 있어요. 잠시 후에 다시 시도해 주세요.',
    resent: '메일을 다시 보냈어요. 메일함을 확인해 주세요.',
    resendWait: '{wait} 후에 다시 받을 수 있어요.',
    resendReady: '메일이 오지 않았다면 다시 받을 수 있어요.',
    lifetime: '링크와 인증번호는 {wait} 동안 쓸 수 있어요.',
    lifetimeOver: '링크와 인증번호를 쓸 수 있는 시간이 지났어요. 메일을 다시 받아 주세요.',
    here: '이 계정으로 로그인돼 있어요',
    linkAccount: '이메일: {address}',
    doneAs: '로그인한 계정: {address}',
    mailSuppressed:
      '지금은 이 이메일로 메일을 보내지 않거나 일부만 보내고 있어요. 보낸 메일이 되돌아왔거나 스팸으로 신고됐을 수 있어요. 메일함과 스팸함을 확인하고 비밀번호로 다시 로그인하면 다시 보내 드려요. 쓰지 않는 이메일이라면 내 계정에서 바꿔 주세요.',
    mailResumed:
      '보낸 메일이 되돌아왔거나 스팸으로 신고돼서 이 이메일로 보내는 메일을 멈췄는데, 이제 다시 보내 드려요. 메일함과 스팸함을 확인해 주세요. 더 이상 쓰지 않는 이메일이라면 내 계정에서 바꿔 주세요.',
    show: '표시',
    showPassword: '비밀번호 표시',
    hide: '숨기기',
    hidePassword: '비밀번호 숨기기',
    passwordEnough: '쓸 수 있는 길이예요. 길수록 안전해요.',
    passwordLong: '충분히 긴 비밀번호예요.',
  },
  pages: {
    '': {
      html: {
        heading: '반가워요',
        homeLead: '처음이라면 회원가입, 이미 회원이라면 로그인해 주세요.',
        notFoundHeading: '페이지를 찾을 수 없어요',
        notFoundLead: '주소가 잘못되었거나 바뀌었어요. 여기에서 이어서 할 수 있어요.',
        signupLink: '회원가입하기',
      },
    },
    signup: {
      html: {
        heading: '회원가입',
        signupLead: '입력한 이메일로 인증 메일을 보내 드려요.',
        signupButton: '가입하고 인증 메일 받기',
        haveAccountQuestion: '이미 계정이 있나요?',
      },
      client: SIGN_UP,
    },
    verify: {
      html: {
        heading: '이메일 인증',
        mailSent: '메일의 [이메일 인증하기] 버튼을 누르거나 인증번호를 입력해 주세요.',
        codeButton: '확인',
        signupLink: '다시 가입하기',
        linkLead: '버튼을 누르면 이메일 인증이 끝나요.',
        linkButton: '이메일 인증하기',
        notYou: '직접 가입하지 않았다면 이 창을 그냥 닫아 주세요.',
        passwordLead: '본인 확인을 위해 비밀번호를 입력해 주세요. 가입할 때 정한 비밀번호예요.',
        unknownPassword: '비밀번호를 모르겠어요',
        newPasswordLead:
          '이 이메일로 계속 가입하려면 새 비밀번호를 정해 주세요. 가입할 때 입력한 비밀번호와 그 밖의 정보는 저장하지 않아요.',
        newPasswordLabel: '새 비밀번호',
        newPasswordHint: '8자 이상 입력해 주세요. 길수록 안전해요.',
        newPasswordButton: '비밀번호 정하고 가입하기',
        noFlowLead:
          '다른 브라우저에서 가입을 시작했거나 가입을 시작한 지 오래됐어요. 받은 메일의 링크를 열거나 처음부터 다시 가입해 주세요.',
        verifiedQuestion: '이미 인증했나요?',
        doneLead: '함께하게 되어 반가워요.',
        otherWays: '다른 방법으로 계속하기',
        enterCodeLink: '인증번호 입력하기',
        lateOther: '이미 가입한 이메일이라면 바로 로그인할 수 있어요.',
        lateLink: '로그인하기',
      },
      client: {
        ...SIGN_UP,
        headings: { done: '가입이 완료됐어요', already_used: '이미 인증했어요' },
        linkAccount: '인증할 이메일: {address}',
      },
    },
    login: {
      html: {
        heading: '로그인',
        loginButton: '로그인',
        mailButton: '로그인 링크 받기',
        forgotLink: '비밀번호를 잊었나요?',
        noAccountQuestion: '아직 계정이 없나요?',
        signupLink: '회원가입하기',
        noVerificationMail: '메일을 찾을 수 없나요?',
        signupAgainLink: '인증 메일 다시 받기',
        mailSent: '가입한 이메일이라면 곧 메일이 도착해요. 메일 속 링크를 누르거나 인증번호를 입력해 주세요.',
        linkLead: '버튼을 누르면 이 브라우저에서 로그인돼요.',
        linkButton: '로그인',
        doneLead: '이 브라우저에서 로그인됐어요.',
        loginWithPassword: '비밀번호로 로그인하기',
        lateOther: '비밀번호로 로그인하면 메일을 보낼 수 없는 이메일인지도 알려 드려요.',
        lateLink: '비밀번호로 로그인하기',
      },
      client: {
        manyLogIns: '로그인을 여러 번 시도했어요. {wait} 후에 다시 시도하거나 로그인 링크를 받아 주세요.',
        headings: { done: '로그인됐어요' },
        linkAccount: '로그인할 계정: {address}',
        resent: '가입한 이메일이라면 메일이 다시 도착해요.',
      },
    },
    reset: {
      html: {
        heading: '비밀번호 재설정',
        resetLead: '가입한 이메일을 입력하면 새 비밀번호를 정할 수 있는 메일을 보내 드려요.',
        mailButton: '메일 받기',
        rememberedQuestion: '비밀번호가 기억났나요?',
        mailSent:
          '가입한 이메일이라면 곧 메일이 도착해요. 메일 속 링크를 누르거나, 여기에 인증번호와 새 비밀번호를 입력해 주세요.',
        linkLead: '새로 쓸 비밀번호를 입력해 주세요. 다른 기기에서는 모두 로그아웃돼요.',
        passwordLabel: '새 비밀번호',
        linkButton: '비밀번호 바꾸기',
        doneLead: '새 비밀번호로 로그인됐어요. 다른 기기에서는 로그아웃했어요.',
        newMailLink: '메일 새로 받기',
        lateOther: '가입하지 않은 이메일이라면 메일이 오지 않아요.',
        lateLink: '회원가입하기',
      },
      client: {
        headings: { done: '비밀번호를 바꿨어요' },
        linkAccount: '계정: {address}',
        errors: {
          already_used:
            '이 링크나 인증번호는 이미 사용됐어요. 새 비밀번호로 로그인하거나, 다시 바꾸려면 메일을 새로 받아 주세요.',
        },
        resent: '가입한 이메일이라면 메일이 다시 도착해요.',
      },
    },
    invitation: {
      html: {
        heading: '반가워요',
        linkLead: '계정이 준비돼 있어요. 로그인할 때 쓸 비밀번호를 정해 주세요.',
        linkButton: '시작하기',
        notYou: '초대받을 일이 없었다면 이 창을 그냥 닫아 주세요.',
        doneLead: '비밀번호를 정했고, 이 브라우저에 로그인됐어요.',
        forgotQuestion: '비밀번호가 없거나 기억나지 않나요?',
        supportHint: '도움이 필요하면 문의해 주세요.',
      },
      client: {
        headings: {
          done: '계정을 쓸 수 있어요',
          superseded: '더 이상 쓸 수 없는 초대예요',
          already_used: '이미 시작한 계정이에요',
        },
        linkAccount: '내 이메일: {address}',
        errors: {
          expired: '초대 기간이 지났어요. 초대한 곳에 메일을 다시 요청해 주세요.',
          superseded: '더 새로운 메일이 있거나, 이미 비밀번호를 정한 계정이에요.',
          already_used: '이 초대로 이미 비밀번호를 정했어요. 그 비밀번호로 로그인해 주세요.',
        },
      },
    },
    account: ACCOUNT,
    'account/security': SECURITY,
    'email/confirm': {
      html: {
        heading: '이메일 변경',
        codeLead: '새 이메일로 받은 인증번호를 입력해 주세요. 이메일이 바뀌면 다른 기기에서는 모두 로그아웃돼요.',
        linkLead: '버튼을 누르면 이 메일을 받은 주소로 이메일이 바뀌고, 다른 기기에서는 모두 로그아웃돼요.',
        linkButton: '이메일 바꾸기',
        askAgainLink: '다시 요청하기',
        noFlowLead:
          '변경을 요청한 브라우저에서만 이메일을 바꿀 수 있어요. 그 브라우저에서 메일 속 링크를 열거나, 로그인해서 변경을 다시 요청해 주세요.',
        askAgainHint: '메일을 다시 받으려면 이메일을 바꾸던 화면에서 변경을 다시 요청해 주세요.',
        doneLead: '이제 새 이메일로 로그인할 수 있어요. 다른 기기에서는 모두 로그아웃됐어요.',
      },
      client: {
        headings: {
          mail: '이메일 변경',
          no_flow: '여기에서는 바꿀 수 없어요',
          done: '이메일을 바꿨어요',
          already_used: '이미 바꿨어요',
          already_registered: '이미 쓰고 있는 이메일이에요',
        },
        linkAccount: '새 이메일: {address}',
        errors: {
          expired: '이메일을 바꿀 수 있는 시간이 지났어요. 변경을 다시 요청해 주세요.',
          already_used: '이 링크나 인증번호는 이미 사용됐어요. 새 이메일로 로그인해 주세요.',
          already_registered: '이 이메일을 쓰는 계정이 이미 있어요. 다른 이메일로 변경을 다시 요청해 주세요.',
          continuation_required:
            '변경을 요청한 브라우저에서만 이메일을 바꿀 수 있어요. 그 브라우저에서 메일 속 링크를 열거나, 로그인해서 변경을 다시 요청해 주세요.',
        },
        limits: {
          code_locked:
            '인증번호를 여러 번 잘못 입력했어요. 이 브라우저에서 메일 속 링크를 누르거나, {wait} 후에 다시 시도해 주세요.',
        },
        noAttemptsLeft: '더 이상 시도할 수 없어요. 이 브라우저에서 메일 속 링크를 눌러 주세요.',
      },
    },
    'email/undo': {
      html: {
        heading: '이메일 변경 되돌리기',
        linkLead:
          '본인이 바꾼 게 아니라면 지금 되돌려 주세요. 이전 이메일로 돌아가고 모든 기기에서 로그아웃돼요. 새 비밀번호를 정하는 메일도 보내 드려요.',
        linkButton: '이전 이메일로 되돌리기',
        notYou: '직접 바꿨다면 이 창을 그냥 닫아 주세요.',
        doneLead:
          '이전 이메일로 돌아왔고 모든 기기에서 로그아웃됐어요. 새 비밀번호를 정하는 메일을 보냈으니, 메일 속 링크를 누르거나 인증번호를 입력해 주세요.',
        enterCodeLink: '인증번호 입력하기',
        forgotQuestion: '새 비밀번호를 아직 정하지 않았나요?',
        lostQuestion: '로그인할 수 없나요?',
        supportHint: '도움이 필요하면 문의해 주세요:',
      },
      client: {
        headings: {
          done: '이메일을 되돌렸어요',
          superseded: '되돌릴 수 없어요',
          already_used: '이미 되돌렸어요',
        },
        linkAccount: '이전 이메일: {address}',
        errors: {
          expired: '이메일을 되돌릴 수 있는 시간이 지났어요.',
          superseded: '이 링크로는 더 이상 이메일을 되돌릴 수 없어요.',
          already_used: '이 링크는 이미 사용됐어요. 이메일은 이미 이전 주소로 돌아왔어요.',
        },
      },
    },
  },
} as const satisfies PageTexts;
