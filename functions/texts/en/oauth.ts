// The words of the pages that the authorization endpoints show, in English.
import type { OAuthTexts } from '../oauth-texts.ts';

export const OAUTH: OAuthTexts = {
  wrongRequest: {
    heading: 'You can’t log in this way',
    sentence:
      'The app sent a request that isn’t valid. Go back to the app and log in again. If it happens again, tell the people who make the app.',
  },
  logOut: {
    heading: 'Log out?',
    sentence: 'This logs you out of {brand} in this browser.',
    button: 'Log out',
  },
  loggedOut: {
    heading: 'You are logged out',
    sentence: 'No {brand} account is logged in in this browser.',
    logInLink: 'Log in again',
  },
  accountLink: 'My account',
};
