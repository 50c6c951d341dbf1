// Every sentence of the hosted pages in both languages; one missing sentence does not compile.
import type { ErrorCode, LIMIT_REASONS, PasswordReason } from '../domain/errors.ts';
import type { Locale } from '../domain/mail.ts';

/** What the routes behind the pages can answer instead of success: each has its own sentence in `client.errors`. */
export const PAGE_ERROR_CODES = [
  'invalid_request',
  'invalid_token',
  'weak_password',
  'expired',
  'superseded',
  'already_used',
  'already_registered',
  'code_mismatch',
  'password_required',
  'continuation_required',
  'invalid_credentials',
  'origin_refused',
  'try_again',
  'too_many_requests',
  'payload_too_large',
  'unsupported_media_type',
  'not_found',
  'method_not_allowed',
  'unavailable',
  'internal_error',
] as const satisfies readonly ErrorCode[];
export type PageErrorCode = (typeof PAGE_ERROR_CODES)[number];

/** Answers after which the page has nothing left to try: they get a heading and a way on. */
export type EndingCode = 'invalid_token' | 'expired' | 'superseded' | 'already_used' | 'already_registered';

/** What the script shows; it travels in the page as JSON. `{wait}` and `{count}` are filled in the browser. */
export interface ClientTexts {
  readonly headings: Readonly<Record<'mail' | 'link' | 'password' | 'done' | EndingCode, string>>;
  readonly errors: Readonly<Record<PageErrorCode, string>>;
  readonly limits: Readonly<Record<(typeof LIMIT_REASONS)[number], string>>;
  readonly weakPassword: Readonly<Record<PasswordReason, string>>;
  readonly fields: Readonly<Record<'email' | 'password' | 'passwordMissing' | 'code', string>>;
  readonly network: string;
  readonly attemptsLeft: string;
  readonly noAttemptsLeft: string;
  /** Stands for `{wait}` when the server names no time. */
  readonly aMoment: string;
  readonly resent: string;
  readonly resendWait: string;
  readonly show: string;
  readonly showPassword: string;
  readonly hide: string;
  readonly hidePassword: string;
}

/** `html` is what the server writes into the pages: each name is a placeholder there. */
interface PageTexts {
  readonly html: Readonly<Record<string, string>>;
  readonly client: ClientTexts;
}

export const PAGE_TEXTS = {
  ko: {
    html: {
      otherLocale: 'en',
      otherLanguage: 'English',
      scriptNeeded: '이 페이지를 쓰려면 브라우저에서 자바스크립트를 켜 주세요.',
      loading: '불러오고 있어요. 이 화면이 계속 보이면 새로고침해 주세요.',
      supportLabel: '문의',
      signupHeading: '회원가입',
      signupLead: '입력한 이메일로 인증 메일을 보내 드려요.',
      emailLabel: '이메일',
      passwordLabel: '비밀번호',
      passwordHint: '8자 이상 입력해 주세요. 길수록 안전해요.',
      show: '표시',
      showPassword: '비밀번호 표시',
      signupButton: '인증 메일 받기',
      haveCodeQuestion: '이미 메일을 받았나요?',
      haveCodeLink: '인증번호 입력하기',
      verifyHeading: '이메일 인증',
      mailSent: '인증 메일을 보냈어요. 메일 속 링크를 누르거나 인증번호를 입력해 주세요.',
      codeLabel: '인증번호 6자리',
      codeButton: '확인',
      resendButton: '메일 다시 받기',
      spamHint: '메일이 보이지 않으면 스팸함도 확인해 주세요.',
      wrongAddressQuestion: '이메일을 잘못 입력했나요?',
      signupLink: '다시 가입하기',
      linkLead: '버튼을 누르면 이메일 인증이 끝나요.',
      linkButton: '이메일 인증하기',
      notYou: '직접 가입하지 않았다면 이 창을 그냥 닫아 주세요.',
      passwordLead:
        '가입을 시작한 기기가 아니라서 비밀번호가 필요해요. 가입할 때 정한 비밀번호를 입력하거나, 가입을 시작한 기기에서 이 링크를 열어 주세요.',
      passwordButton: '이메일 인증하기',
      doneLead: '이메일을 확인했어요. 가입해 주셔서 고마워요.',
      goOn: '계속하기',
      closePage: '이제 이 창을 닫아도 돼요.',
      goToApp: '로그인하러 가기',
      otherWays: '다른 방법으로 계속하기',
      enterCodeLink: '인증번호 입력하거나 메일 다시 받기',
    },
    client: {
      headings: {
        mail: '메일을 확인해 주세요',
        link: '이메일 인증',
        password: '비밀번호를 입력해 주세요',
        done: '인증이 끝났어요',
        invalid_token: '링크를 열 수 없어요',
        expired: '링크가 만료됐어요',
        superseded: '더 최근에 보낸 메일이 있어요',
        already_used: '이미 인증했어요',
        already_registered: '이미 가입한 이메일이에요',
      },
      errors: {
        invalid_request: '입력한 내용을 다시 확인해 주세요.',
        invalid_token: '링크 주소가 잘렸거나 올바르지 않아요. 메일에서 링크를 다시 열거나 인증번호를 입력해 주세요.',
        weak_password: '이 비밀번호는 쓸 수 없어요. 다른 비밀번호를 입력해 주세요.',
        expired: '인증 시간이 지났어요. 메일을 다시 받거나 처음부터 다시 가입해 주세요.',
        superseded: '이 링크와 인증번호는 더 이상 쓸 수 없어요. 가장 최근에 받은 메일을 확인해 주세요.',
        already_used: '이 링크나 인증번호는 이미 사용됐어요. 로그인해 주세요.',
        already_registered: '이 이메일로 만든 계정이 이미 있어요. 로그인하거나 비밀번호를 재설정해 주세요.',
        code_mismatch: '인증번호가 맞지 않아요. 메일에 있는 번호를 다시 확인해 주세요.',
        password_required: '가입할 때 정한 비밀번호를 입력해 주세요.',
        continuation_required:
          '가입을 시작한 브라우저에서만 쓸 수 있어요. 메일 속 링크를 누르거나 처음부터 다시 가입해 주세요.',
        invalid_credentials: '비밀번호가 맞지 않아요. 가입할 때 정한 비밀번호를 입력해 주세요.',
        origin_refused: '이 페이지에서는 진행할 수 없어요. 메일 속 링크를 다시 열어 주세요.',
        try_again: '다른 요청을 처리하고 있었어요. 한 번 더 시도해 주세요.',
        too_many_requests: '요청이 너무 많아요. {wait} 후에 다시 시도해 주세요.',
        payload_too_large: '입력한 내용이 너무 길어요. 줄여서 다시 시도해 주세요.',
        unsupported_media_type: '요청을 처리하지 못했어요. 페이지를 새로고침한 뒤 다시 시도해 주세요.',
        not_found: '페이지를 찾지 못했어요. 메일 속 링크를 다시 열거나 처음부터 다시 가입해 주세요.',
        method_not_allowed: '페이지가 오래됐어요. 새로고침한 뒤 다시 시도해 주세요.',
        unavailable: '지금은 연결이 원활하지 않아요. 잠시 후에 다시 시도해 주세요.',
        internal_error: '문제가 생겨 처리하지 못했어요. 잠시 후에 다시 시도해 주세요.',
      },
      limits: {
        cool_down: '조금 전에 메일을 보냈으니 메일함을 확인해 주세요. {wait} 후에 다시 받을 수 있어요.',
        code_locked:
          '여러 번 틀려서 지금은 입력할 수 없어요. 가입을 시작한 브라우저에서 메일 속 링크를 누르거나, {wait} 후에 다시 가입해 주세요.',
        network: '지금 접속한 네트워크에서 요청이 너무 많아요. {wait} 후에 다시 시도해 주세요.',
        address: '이 이메일로 요청이 너무 많아요. {wait} 후에 다시 시도해 주세요.',
      },
      weakPassword: {
        too_short: '비밀번호를 8자 이상 입력해 주세요.',
        too_long: '비밀번호는 128자까지 쓸 수 있어요.',
        contains_address: '비밀번호에 이메일 주소를 넣을 수 없어요.',
        common: '많은 사람이 쓰는 비밀번호라 위험해요. 다른 비밀번호를 입력해 주세요.',
      },
      fields: {
        email: '이메일 주소를 정확히 입력해 주세요. 예: name@example.com',
        password: '이 비밀번호는 쓸 수 없어요. 다시 입력해 주세요.',
        passwordMissing: '비밀번호를 입력해 주세요.',
        code: '메일에 있는 숫자 6자리를 입력해 주세요.',
      },
      network: '연결하지 못했어요. 인터넷 연결을 확인하고 다시 시도해 주세요.',
      attemptsLeft: '{count}번 더 시도할 수 있어요.',
      noAttemptsLeft: '더 이상 시도할 수 없어요. 가입을 시작한 브라우저에서 메일 속 링크를 눌러 주세요.',
      aMoment: '잠시',
      resent: '메일을 다시 보냈어요. 메일함을 확인해 주세요.',
      resendWait: '{wait} 후에 다시 받을 수 있어요.',
      show: '표시',
      showPassword: '비밀번호 표시',
      hide: '숨기기',
      hidePassword: '비밀번호 숨기기',
    },
  },
  en: {
    html: {
      otherLocale: 'ko',
      otherLanguage: '한국어',
      scriptNeeded: 'Please turn on JavaScript in your browser to use this page.',
      loading: 'Loading. If this does not go away, reload the page.',
      supportLabel: 'Help',
      signupHeading: 'Sign up',
      signupLead: 'We will send an email to confirm your address.',
      emailLabel: 'Email',
      passwordLabel: 'Password',
      passwordHint: 'At least 8 characters. Longer is safer.',
      show: 'Show',
      showPassword: 'Show password',
      signupButton: 'Send confirmation email',
      haveCodeQuestion: 'Already have the email?',
      haveCodeLink: 'Enter the code',
      verifyHeading: 'Confirm your email',
      mailSent: 'We have sent you an email. Open its link, or enter its code here.',
      codeLabel: '6-digit code',
      codeButton: 'Confirm',
      resendButton: 'Send the email again',
      spamHint: 'If you cannot find the email, check your spam folder.',
      wrongAddressQuestion: 'Wrong address?',
      signupLink: 'Sign up again',
      linkLead: 'Press the button to confirm your email address.',
      linkButton: 'Confirm my email',
      notYou: 'If you did not sign up, just close this page.',
      passwordLead:
        'This is not the device you signed up on, so we need to know it is you. Enter the password you chose, or open this link on that device.',
      passwordButton: 'Confirm my email',
      doneLead: 'Your email address is confirmed. Thank you for signing up.',
      goOn: 'Continue',
      closePage: 'You can close this page now.',
      goToApp: 'Go to log in',
      otherWays: 'Other ways to continue',
      enterCodeLink: 'Enter the code or get a new email',
    },
    client: {
      headings: {
        mail: 'Check your email',
        link: 'Confirm your email',
        password: 'Enter your password',
        done: 'Email confirmed',
        invalid_token: 'This link does not work',
        expired: 'This link has expired',
        superseded: 'There is a newer email',
        already_used: 'Already confirmed',
        already_registered: 'You already have an account',
      },
      errors: {
        invalid_request: 'Something is not filled in correctly. Please check and try again.',
        invalid_token: 'The link is incomplete or wrong. Open it from the email again, or enter the code.',
        weak_password: 'This password cannot be used. Please choose another one.',
        expired: 'The time to confirm has run out. Get a new email, or sign up again.',
        superseded: 'This link and code no longer work. Use the most recent email you received.',
        already_used: 'This link or code has already been used. Please log in.',
        already_registered: 'There is already an account with this email. Log in, or reset your password.',
        code_mismatch: 'That is not the right code. Check the number in the email.',
        password_required: 'Enter the password you chose when you signed up.',
        continuation_required:
          'This works only in the browser you signed up in. Open the link in the email, or sign up again.',
        invalid_credentials: 'That is not the right password. Enter the one you chose when you signed up.',
        origin_refused: 'This page cannot do that. Open the link in the email again.',
        try_again: 'Another request was being handled. Please try once more.',
        too_many_requests: 'Too many requests. Try again in {wait}.',
        payload_too_large: 'What you entered is too long. Shorten it and try again.',
        unsupported_media_type: 'The request did not work. Reload the page and try again.',
        not_found: 'We could not find this page. Open the link in the email again, or sign up again.',
        method_not_allowed: 'This page is out of date. Reload it and try again.',
        unavailable: 'We cannot reach our service right now. Please try again in a moment.',
        internal_error: 'Something went wrong on our side. Please try again in a moment.',
      },
      limits: {
        cool_down: 'We have just sent an email, so check your inbox. You can get another one in {wait}.',
        code_locked:
          'Too many wrong tries, so this is locked for now. Open the link in the email in the browser you signed up in, or sign up again in {wait}.',
        network: 'Too many requests from the network you are on. Try again in {wait}.',
        address: 'Too many requests for this email address. Try again in {wait}.',
      },
      weakPassword: {
        too_short: 'Use at least 8 characters.',
        too_long: 'Use at most 128 characters.',
        contains_address: 'Your password cannot contain your email address.',
        common: 'Many people use this password, so it is not safe. Choose another one.',
      },
      fields: {
        email: 'Enter a full email address, like name@example.com',
        password: 'This password cannot be used. Enter another one.',
        passwordMissing: 'Enter your password.',
        code: 'Enter the 6 digits from the email.',
      },
      network: 'We could not connect. Check your internet connection and try again.',
      attemptsLeft: 'Tries left: {count}.',
      noAttemptsLeft: 'No tries left. Open the link in the email in the browser you signed up in.',
      aMoment: 'a moment',
      resent: 'We have sent the email again. Check your inbox.',
      resendWait: 'You can get another one in {wait}.',
      show: 'Show',
      showPassword: 'Show password',
      hide: 'Hide',
      hidePassword: 'Hide password',
    },
  },
} as const satisfies Record<Locale, PageTexts>;
