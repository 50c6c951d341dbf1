// Every sentence of the hosted pages in Korean.

import type { PageTexts } from '../page-texts.ts';
import { ACCOUNT } from './account.ts';

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
    otherLocale: 'en',
    otherLanguage: 'English',
    scriptNeeded: '이 페이지를 쓰려면 브라우저에서 자바스크립트를 켜 주세요.',
    loading: '불러오고 있어요. 이 화면이 계속 보이면 새로고침해 주세요.',
    supportLabel: '문의',
    emailLabel: '이메일',
    passwordLabel: '비밀번호',
    passwordHint: '8자 이상 입력해 주세요. 길수록 안전해요.',
    show: '표시',
    showPassword: '비밀번호 표시',
    codeLabel: '인증번호 {digits}자리',
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
    going: '곧 보던 화면으로 돌아가요.',
    accountLink: '내 계정 보기',
    switchFrom: '지금 로그인한 계정',
    switchTo: '이 링크의 계정',
    switchLead:
      '계속하면 이 브라우저에서는 링크의 계정으로 로그인돼요. 이 링크를 직접 요청하지 않았다면 계속하지 말아 주세요.',
    stayLink: '지금 계정 그대로 쓰기',
    switchButton: '링크의 계정으로 계속하기',
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
    errors: {
      invalid_request: '입력한 내용을 다시 확인해 주세요.',
      invalid_token: '링크 주소가 잘렸거나 올바르지 않아요. 메일에서 링크를 다시 열어 주세요.',
      weak_password: '이 비밀번호는 쓸 수 없어요. 다른 비밀번호를 입력해 주세요.',
      expired: '링크와 인증번호를 쓸 수 있는 시간이 지났어요. 메일을 새로 받아 주세요.',
      superseded: '이 링크와 인증번호는 더 이상 쓸 수 없어요. 가장 최근에 받은 메일을 확인해 주세요.',
      already_used: '이 링크나 인증번호는 이미 사용됐어요. 로그인해 주세요.',
      already_registered: '이 이메일로 만든 계정이 이미 있어요. 로그인하거나 비밀번호를 재설정해 주세요.',
      code_mismatch: '인증번호가 맞지 않아요. 메일에 있는 번호를 다시 확인해 주세요.',
      password_required: '가입할 때 정한 비밀번호를 입력해 주세요.',
      continuation_required:
        '인증번호는 메일을 요청한 브라우저에서만 쓸 수 있어요. 메일 속 링크를 누르거나 메일을 새로 받아 주세요.',
      invalid_credentials: '이메일 주소나 비밀번호가 맞지 않아요. 다시 확인하거나 비밀번호를 재설정해 주세요.',
      unauthenticated: '로그인이 필요해요. 로그인한 뒤 다시 시도해 주세요.',
      reauthentication_required: '안전을 위해 비밀번호를 입력하거나 다시 로그인한 뒤 5분 안에 시도해 주세요.',
      same_address: '지금 쓰고 있는 이메일이에요. 다른 이메일을 입력해 주세요.',
      cookies_blocked: '브라우저가 쿠키를 막아서 계속할 수 없어요. 쿠키를 허용한 뒤 다시 시도해 주세요.',
      api_key_required: '이 페이지에서는 진행할 수 없어요. 처음부터 다시 시작해 주세요.',
      session_ended: '로그인이 만료됐어요. 다시 로그인해 주세요.',
      email_not_verified: '아직 이메일 인증을 마치지 않았어요. 가입할 때 받은 메일을 열어 인증한 뒤 로그인해 주세요.',
      origin_refused:
        '이 서비스에 등록되지 않은 주소라서 진행할 수 없어요. 원래 주소로 다시 접속해 주세요. (운영자라면 설정의 "allowedOrigins"에 이 주소를 추가해 주세요.)',
      try_again: '다른 요청을 처리하고 있었어요. 한 번 더 시도해 주세요.',
      too_many_requests: '요청이 너무 많아요. {wait} 후에 다시 시도해 주세요.',
      payload_too_large: '입력한 내용이 너무 길어요. 줄여서 다시 시도해 주세요.',
      unsupported_media_type: '요청을 처리하지 못했어요. 페이지를 새로고침한 뒤 다시 시도해 주세요.',
      not_found: '페이지를 찾지 못했어요. 메일 속 링크를 다시 열거나 처음부터 다시 시작해 주세요.',
      method_not_allowed: '페이지가 오래됐어요. 새로고침한 뒤 다시 시도해 주세요.',
      unavailable: '지금은 연결이 원활하지 않아요. 잠시 후에 다시 시도해 주세요.',
      internal_error: '문제가 생겨 처리하지 못했어요. 잠시 후에 다시 시도해 주세요.',
    },
    limits: {
      cool_down: '조금 전에 메일을 보냈으니 메일함을 확인해 주세요. {wait} 후에 다시 받을 수 있어요.',
      code_locked: '인증번호를 여러 번 잘못 입력했어요. 메일 속 링크를 누르거나, {wait} 후에 다시 시도해 주세요.',
      network: '지금 요청이 많아요. {wait} 후에 다시 시도해 주세요.',
      address: '메일을 너무 여러 번 요청했어요. {wait} 후에 다시 시도해 주세요.',
    },
    weakPassword: {
      too_short: '비밀번호를 8자 이상 입력해 주세요.',
      too_long: '비밀번호는 128자까지 쓸 수 있어요.',
      contains_address: '비밀번호에 이메일 주소를 넣을 수 없어요.',
      common: '많은 사람이 쓰는 비밀번호라 위험해요. 다른 비밀번호를 입력해 주세요.',
    },
    fields: {
      email: '이메일 주소를 정확히 입력해 주세요. 예: name@example.com',
      phone: '문자를 받을 수 있는 휴대폰 번호를 입력해 주세요. 예: 010-1234-5678',
      password: '이 비밀번호는 쓸 수 없어요. 다시 입력해 주세요.',
      passwordMissing: '비밀번호를 입력해 주세요.',
      code: '메일에 있는 숫자 {digits}자리를 입력해 주세요.',
      other: '사용할 수 없는 값이에요. 다시 입력해 주세요.',
    },
    typed: {
      character: '‘{character}’ 문자는 여기에 쓸 수 없어요.',
      space: '중간에 있는 띄어쓰기를 지워 주세요.',
      several: '여러 개가 들어 있어요. 하나만 입력해 주세요.',
      dot: '마침표(.)가 잘못된 자리에 있어요.',
      too_long: '너무 길어요. 하나만 입력해 주세요.',
    },
    mailboxes: {
      naver: '네이버 메일 열기',
      gmail: 'Gmail 열기',
      daum: '다음 메일 열기',
      kakao: '카카오메일 열기',
      nate: '네이트 메일 열기',
      outlook: 'Outlook 열기',
    },
    mailHint: '혹시 {address} 인가요?',
    slow: '조금 오래 걸리고 있어요. 잠시만 기다려 주세요.',
    late: '응답이 늦어지고 있어요. 잠시 후에 다시 시도해 주세요.',
    network: '연결하지 못했어요. 인터넷 연결을 확인하고 다시 시도해 주세요.',
    attemptsLeft: '{count}번 더 시도할 수 있어요.',
    noAttemptsLeft: '더 이상 시도할 수 없어요. 메일 속 링크를 눌러 주세요.',
    aMoment: '잠시',
    resent: '메일을 다시 보냈어요. 메일함을 확인해 주세요.',
    resendWait: '{wait} 후에 다시 받을 수 있어요.',
    resendReady: '메일이 오지 않았다면 다시 받을 수 있어요.',
    linkAccount: '이메일: {address}',
    doneAs: '로그인한 계정: {address}',
    mailSuppressed:
      '지금은 이 이메일로 메일을 일부 또는 전부 보내지 않고 있어요. 보낸 메일이 되돌아왔거나 스팸으로 신고됐을 때가 많은데, 그런 경우라면 메일함과 스팸함을 확인한 뒤 비밀번호로 다시 로그인해 주세요. 그러면 메일을 다시 보내 드려요. 더 이상 쓰지 않는 이메일이라면 내 계정에서 바꿔 주세요.',
    mailResumed:
      '보낸 메일이 되돌아왔거나 스팸으로 신고돼서 이 이메일로 보내는 메일을 멈췄는데, 이제 다시 보내 드려요. 메일함과 스팸함을 확인해 주세요. 더 이상 쓰지 않는 이메일이라면 내 계정에서 바꿔 주세요.',
    show: '표시',
    showPassword: '비밀번호 표시',
    hide: '숨기기',
    hidePassword: '비밀번호 숨기기',
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
          '이 이메일로 계속 가입하려면 새 비밀번호를 정해 주세요. 가입할 때 입력한 비밀번호와 다른 정보는 저장하지 않아요.',
        newPasswordLabel: '새 비밀번호',
        newPasswordHint: '8자 이상 입력해 주세요. 길수록 안전해요.',
        newPasswordButton: '비밀번호 정하고 가입하기',
        noFlowLead:
          '다른 브라우저에서 가입을 시작했거나 가입을 시작한 지 오래됐어요. 받은 메일의 링크를 열거나 처음부터 다시 가입해 주세요.',
        verifiedQuestion: '이미 인증했나요?',
        doneLead: '함께하게 되어 반가워요.',
        otherWays: '다른 방법으로 계속하기',
        enterCodeLink: '인증번호 입력하거나 메일 다시 받기',
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
        mailHint: '비밀번호 없이 이메일로도 로그인할 수 있어요.',
        mailButton: '로그인 링크 받기',
        forgotQuestion: '비밀번호를 잊었나요?',
        noAccountQuestion: '아직 계정이 없나요?',
        signupLink: '회원가입하기',
        noVerificationMail: '메일을 찾을 수 없나요?',
        signupAgainLink: '인증 메일 다시 받기',
        mailSent: '가입한 이메일이라면 곧 메일이 도착해요. 메일 속 링크를 누르거나 인증번호를 입력해 주세요.',
        linkLead: '버튼을 누르면 이 브라우저에서 로그인돼요.',
        linkButton: '로그인',
        doneLead: '이 브라우저에서 로그인됐어요.',
      },
      client: {
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
    account: ACCOUNT,
    'email/confirm': {
      html: {
        heading: '이메일 변경',
        codeLead: '새 이메일로 받은 인증번호를 입력해 주세요. 이메일이 바뀌면 다른 기기에서는 모두 로그아웃돼요.',
        linkLead: '버튼을 누르면 이 메일을 받은 주소로 이메일이 바뀌고, 다른 기기에서는 모두 로그아웃돼요.',
        linkButton: '이메일 바꾸기',
        askAgainLink: '다시 요청하기',
        askAgainHint: '메일을 다시 받으려면 이메일을 바꾸던 화면에서 변경을 다시 요청해 주세요.',
        doneLead: '이제 새 이메일로 로그인할 수 있어요. 다른 기기에서는 모두 로그아웃됐어요.',
      },
      client: {
        headings: {
          mail: '이메일 변경',
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
