// The words of the pages that the authorization endpoints show, in Korean.
import type { OAuthTexts } from '../oauth-texts.ts';

export const OAUTH: OAuthTexts = {
  wrongRequest: {
    heading: '로그인할 수 없어요',
    sentence:
      '앱에서 보낸 요청이 잘못됐어요. 앱으로 돌아가 다시 로그인해 주세요. 계속 안 되면 앱을 만든 곳에 알려 주세요.',
  },
  logOut: {
    heading: '로그아웃할까요?',
    sentence: '이 브라우저에서 {brand} 계정을 로그아웃해요.',
    button: '로그아웃',
  },
  loggedOut: {
    heading: '로그아웃했어요',
    sentence: '이 브라우저에는 로그인된 {brand} 계정이 없어요.',
    logInLink: '다시 로그인',
  },
  accountLink: '내 계정',
};
