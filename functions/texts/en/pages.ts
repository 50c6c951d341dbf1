// Every sentence of the hosted pages in English.

import type { PageTexts } from '../page-texts.ts';
import { ACCOUNT } from './account.ts';
import { ERRORS } from './errors.ts';
import { FACTORS, SECURITY } from './security.ts';

/** Shared by the pages that begin and end a sign-up. */
const SIGN_UP = {
  errors: {
    invalid_token: 'The link is incomplete or wrong. Open it from the email again, or enter the code.',
    expired: 'This link and code have expired. Get a new email, or sign up again.',
    continuation_required:
      'This works only in the browser you signed up in. Open the link in the email, or sign up again.',
    invalid_credentials: 'That’s not the right password. Enter the one you chose when you signed up.',
  },
  limits: {
    code_locked:
      'Too many wrong tries, so this is locked for now. Open the link in the email in the browser you signed up in, or sign up again in {wait}.',
  },
  noAttemptsLeft: 'No attempts left. Open the link in the email in the browser you signed up in.',
} as const;

export const PAGES = {
  html: {
    languageName: 'English',
    minimumAge: 'I am {age} or older',
    scriptNeeded: 'Please turn on JavaScript in your browser to use this page.',
    loading: 'Loading. If this doesn’t go away, reload the page.',
    supportLabel: 'Help',
    emailLabel: 'Email',
    passwordLabel: 'Password',
    passwordHint: 'At least 8 characters. Longer is safer.',
    optionalLabel: '{label} (optional)',
    noChoice: 'Please choose',
    noChoiceOptional: 'None',
    show: 'Show',
    showPassword: 'Show password',
    codeLabel: '{digits}-digit code',
    codeHint: 'It is checked as soon as you enter the last digit.',
    resendButton: 'Send the email again',
    spamHint: 'If you can’t find the email, check your spam folder.',
    wrongAddressQuestion: 'Wrong address?',
    startAgainLink: 'Enter it again',
    correctLink: 'Change',
    mailbox: 'Open mailbox',
    resendWait: 'You can get another one in a moment.',
    haveCodeQuestion: 'Already have the email?',
    haveCodeLink: 'Enter the code',
    loginLink: 'Log in',
    resetLink: 'Reset your password',
    notYou: 'If you didn’t ask for this, just close this page.',
    goOn: 'Continue',
    otherAccount: 'Other account',
    lateQuestion: 'Still no email?',
    lateAddress: 'Check that the address above is right.',
    lateBlocked: 'Look in other folders, such as Promotions. Mail at work or school may have blocked it.',
    going: 'Taking you back to where you were in a moment.',
    accountLink: 'Go to account',
    consentsLegend: 'Your consent',
    consentsAll: 'I agree to everything below',
    consentsRequired: 'Required',
    consentsOptional: 'Optional',
    consentText: 'Read it',
    humanLead: 'Please confirm that you are human. It goes on by itself after that.',
    switchFrom: 'Logged in now',
    switchTo: 'Account of this link',
    switchLead:
      'If you continue, this browser will be logged in to the account of the link. If you didn’t ask for this link, don’t continue.',
    stayLink: 'Stay logged in as I am',
    switchButton: 'Continue with the link',
    ...FACTORS,
  },
  client: {
    headings: {
      mail: 'Check your email',
      password: 'Enter your password',
      'new-password': 'Set a new password',
      switch: 'You are already logged in',
      no_flow: 'No sign-up in progress',
      done: 'Done',
      invalid_token: 'This link doesn’t work',
      expired: 'This link has expired',
      superseded: 'Use the newest email',
      already_used: 'Already used',
      already_registered: 'You already have an account',
      email_not_verified: 'Confirm your email first',
    },
    ...ERRORS,
    mailboxes: {
      naver: 'Open Naver Mail',
      gmail: 'Open Gmail',
      daum: 'Open Daum Mail',
      kakao: 'Open Kakao Mail',
      nate: 'Open Nate Mail',
      outlook: 'Open Outlook',
    },
    mailHint: 'Did you mean {address}?',
    slow: 'This is taking longer than usual. Please wait.',
    late: 'We got no answer in time. Try again in a moment.',
    resent: 'We have sent the email again. Check your inbox.',
    resendWait: 'You can get another one in {wait}.',
    resendReady: 'Didn’t get it? You can get another one now.',
    lifetime: 'The link and code work for {wait}.',
    lifetimeOver: 'The link and code have expired. Get another email.',
    here: 'You’re logged in as',
    linkAccount: 'Email: {address}',
    doneAs: 'Logged in as {address}',
    mailSuppressed:
      'Email to your address is stopped, in part or in whole. Most often a message came back or was marked as spam: then check your inbox and spam folder, log in with your password, and we will send email again. If you no longer use this address, change it in your account.',
    mailResumed:
      'Email to your address was stopped because a message came back or was marked as spam. We send it again from now on. Check your inbox and spam folder; if you no longer use this address, change it in your account.',
    show: 'Show',
    showPassword: 'Show password',
    hide: 'Hide',
    hidePassword: 'Hide password',
    passwordEnough: 'Long enough. Longer is safer.',
    passwordLong: 'A good, long password.',
  },
  pages: {
    '': {
      html: {
        heading: 'Welcome',
        homeLead: 'Sign up if you are new here, or log in to your account.',
        notFoundHeading: 'There is no page here',
        notFoundLead: 'The address is wrong or out of date. You can go on from here:',
        signupLink: 'Sign up',
      },
    },
    signup: {
      html: {
        heading: 'Sign up',
        signupLead: 'We will send an email to confirm your address.',
        signupButton: 'Send confirmation email',
        haveAccountQuestion: 'Already have an account?',
      },
      client: SIGN_UP,
    },
    verify: {
      html: {
        heading: 'Confirm your email',
        mailSent: 'Open the link in the email, or enter its code here.',
        codeButton: 'Confirm',
        signupLink: 'Sign up again',
        linkLead: 'Press the button to confirm your email address.',
        linkButton: 'Confirm my email',
        notYou: 'If you didn’t sign up, just close this page.',
        passwordLead: 'Enter the password you chose when you signed up to confirm it’s you.',
        unknownPassword: 'I don’t know the password',
        newPasswordLead:
          'To sign up with this email address, set a new password. The password and other details entered at sign-up will not be saved.',
        newPasswordLabel: 'New password',
        newPasswordHint: 'At least 8 characters. Longer is safer.',
        newPasswordButton: 'Set password and sign up',
        noFlowLead:
          'You started signing up in another browser, or a long time ago. Open the link in the email, or sign up again.',
        verifiedQuestion: 'Already confirmed?',
        doneLead: 'Your email address is confirmed. Thank you for signing up.',
        otherWays: 'Other ways to continue',
        enterCodeLink: 'Enter the code',
        lateOther: 'If you already have an account, just log in.',
        lateLink: 'Log in',
      },
      client: {
        ...SIGN_UP,
        headings: { done: 'Email confirmed', already_used: 'Already confirmed' },
        linkAccount: 'Email to confirm: {address}',
      },
    },
    login: {
      html: {
        heading: 'Log in',
        loginButton: 'Log in',
        mailButton: 'Email me a link and a code',
        forgotLink: 'Forgot your password?',
        noAccountQuestion: 'No account yet?',
        signupLink: 'Sign up',
        noVerificationMail: 'Can’t find the email?',
        signupAgainLink: 'Sign up again to get a new one',
        mailSent: 'If the address has an account, an email is on its way. Open its link, or enter its code here.',
        linkLead: 'Press the button to log in on this browser.',
        linkButton: 'Log in',
        doneLead: 'You are logged in on this browser.',
        loginWithPassword: 'Log in with your password',
        lateOther: 'When you log in with your password, we tell you if we can’t send email to your address.',
        lateLink: 'Log in with your password',
      },
      client: {
        manyLogIns: 'Too many attempts to log in. Try again in {wait}, or get a link by email.',
        headings: { done: 'Logged in' },
        linkAccount: 'Account: {address}',
        resent: 'If the address has an account, another email is on its way.',
      },
    },
    reset: {
      html: {
        heading: 'Reset your password',
        resetLead: 'Enter the email address of your account. We will send an email to set a new password.',
        mailButton: 'Send the email',
        rememberedQuestion: 'Remember your password?',
        mailSent:
          'If the address has an account, an email is on its way. Open its link, or enter its code and a new password here.',
        linkLead: 'Enter the password you want to use from now on. All other devices will be logged out.',
        passwordLabel: 'New password',
        linkButton: 'Set new password',
        doneLead: 'You are logged in on this browser. All other devices are logged out.',
        newMailLink: 'Get a new email',
        lateOther: 'An address without an account gets no email.',
        lateLink: 'Sign up',
      },
      client: {
        headings: { done: 'Password changed' },
        linkAccount: 'Account: {address}',
        errors: {
          already_used:
            'This link or code has already been used. Log in with your new password, or get a new email to change it again.',
        },
        resent: 'If the address has an account, another email is on its way.',
      },
    },
    invitation: {
      html: {
        heading: 'Welcome',
        linkLead: 'An account is ready for you. Choose the password you want to log in with.',
        linkButton: 'Start',
        notYou: 'If you don’t know who invited you, just close this page.',
        doneLead: 'Your password is set, and you are logged in on this browser.',
        forgotQuestion: 'No password yet, or forgotten it?',
        supportHint: 'If you need help, write to',
      },
      client: {
        headings: {
          done: 'Your account is ready',
          superseded: 'This invitation is no longer needed',
          already_used: 'You have already started',
        },
        linkAccount: 'Your email: {address}',
        errors: {
          expired: 'This invitation has expired. Ask for a new one where you got it from.',
          superseded: 'A newer email has replaced this invitation, or the account already has a password.',
          already_used: 'You have already chosen a password with this invitation. Log in with it.',
        },
      },
    },
    account: ACCOUNT,
    'account/security': SECURITY,
    'email/confirm': {
      html: {
        heading: 'Change your email',
        codeLead: 'Enter the code we sent to your new address. All other devices will then be logged out.',
        linkLead: 'Press the button to use the address that got this email. All other devices will then be logged out.',
        linkButton: 'Change my email',
        askAgainLink: 'Ask again',
        noFlowLead:
          'The change works only in the browser you asked for it in. Open the link in the email there, or log in here and ask again.',
        askAgainHint: 'To get another email, ask for the change again where you began it.',
        doneLead: 'You can now log in with your new address. All other devices are logged out.',
      },
      client: {
        headings: {
          mail: 'Change your email',
          no_flow: 'Not in this browser',
          done: 'Email changed',
          already_used: 'Already changed',
          already_registered: 'This address is taken',
        },
        linkAccount: 'New email: {address}',
        errors: {
          expired: 'This link and code have expired. Ask for the change again.',
          already_used: 'This link or code has already been used. Log in with your new address.',
          already_registered: 'There is already an account with this address. Ask for a change to another one.',
          continuation_required:
            'This works only in the browser you asked for the change in. Open the link in the email there, or log in there and ask again.',
        },
        limits: {
          code_locked:
            'Too many wrong tries, so the code is locked for now. Open the link in the email in this browser, or try again in {wait}.',
        },
        noAttemptsLeft: 'No attempts left. Open the link in the email in this browser.',
      },
    },
    'email/undo': {
      html: {
        heading: 'Undo the email change',
        linkLead:
          'If you didn’t change your email address, undo it now. Your old address comes back, all devices are logged out, and we send an email to set a new password.',
        linkButton: 'Bring back my old address',
        notYou: 'If you did change it, just close this page.',
        doneLead:
          'Your old address is back and all devices are logged out. An email to set a new password is on its way: open its link, or enter its code.',
        enterCodeLink: 'Enter the code',
        forgotQuestion: 'No new password yet?',
        lostQuestion: 'Can’t log in?',
        supportHint: 'If you need help, write to',
      },
      client: {
        headings: {
          done: 'Your address is back',
          superseded: 'This can’t be undone',
          already_used: 'Already undone',
        },
        linkAccount: 'Old email: {address}',
        errors: {
          expired: 'It’s too late to undo this change.',
          superseded: 'This link can no longer undo the change.',
          already_used: 'This link has already been used. Your old address is already back.',
        },
      },
    },
  },
} as const satisfies PageTexts;
