// What went wrong and what to do next, in English: said by the hosted pages, and by `latchkey/client` in the interfaces of others.
import type { ErrorTexts } from '../page-texts.ts';

export const ERRORS: ErrorTexts = {
  errors: {
    invalid_request: 'Something isn’t filled in correctly. Please check and try again.',
    invalid_token: 'The link is incomplete or wrong. Open it from the email again.',
    weak_password: 'This password can’t be used. Please choose another one.',
    consent_required: 'Please agree to everything that is required.',
    account_needs_consent: 'To withdraw this, delete your account.',
    expired: 'This link and code have expired. Get a new email.',
    superseded: 'This link and code no longer work. Use the most recent email you received.',
    already_used: 'This link or code has already been used. Please log in.',
    already_registered: 'There is already an account with this email. Log in, or reset your password.',
    code_mismatch: 'That’s not the right code. Check the number in the email.',
    password_required: 'Enter the password you chose when you signed up.',
    continuation_required:
      'The code works only in the browser you asked for it in. Open the link in the email, or get a new email.',
    invalid_credentials: 'The email address or the password is wrong. Check both, or reset your password.',
    unauthenticated: 'You need to be logged in. Log in, then try again.',
    reauthentication_required:
      'For your safety, enter your password, or log in again and repeat this within 5 minutes.',
    same_address: 'This is the address you use now. Enter another one.',
    cookies_blocked: 'Your browser blocked the cookies this page needs. Allow cookies and try again.',
    api_key_required: 'This page can’t do that. Please start again.',
    session_ended: 'You have been logged out. Please log in again.',
    email_not_verified:
      'Your email address isn’t confirmed yet. Open the email we sent when you signed up and confirm it, then log in.',
    account_disabled: 'This account has been disabled. Please contact us.',
    origin_refused:
      'This isn’t one of the addresses of this service, so it doesn’t work here. Open the page at its usual address. (For operators: add this address to "allowedOrigins".)',
    admin_required: 'Only the people who run this service can do that.',
    try_again: 'Another request was being handled. Please try once more.',
    too_many_requests: 'Too many requests. Try again in {wait}.',
    payload_too_large: 'What you entered is too long. Shorten it and try again.',
    unsupported_media_type: 'The request didn’t work. Reload the page and try again.',
    not_found: 'We couldn’t find this page. Open the link in the email again, or start again.',
    method_not_allowed: 'This page is out of date. Reload it and try again.',
    unavailable: 'We can’t reach our service right now. Please try again in a moment.',
    internal_error: 'Something went wrong on our side. Please try again in a moment.',
  },
  limits: {
    cool_down: 'We have just sent an email, so check your inbox. You can get another one in {wait}.',
    code_locked:
      'Too many wrong tries, so the code is locked for now. Open the link in the email, or try again in {wait}.',
    network: 'Too many requests right now. Try again in {wait}.',
    address: 'Too many requests for this email address. Try again in {wait}.',
  },
  weakPassword: {
    too_short: 'Use at least 8 characters.',
    too_long: 'Use at most 128 characters.',
    contains_address: 'Your password can’t contain your email address.',
    common: 'Many people use this password, so it isn’t safe. Choose another one.',
  },
  fields: {
    email: 'Enter a full email address, like name@example.com',
    phone: 'Enter a mobile number that gets text messages, like 010-1234-5678',
    password: 'This password can’t be used. Enter another one.',
    passwordMissing: 'Enter your password.',
    code: 'Enter the {digits} digits from the email.',
    missing: 'Please fill this in.',
    choice: 'Please choose one.',
    number: 'Enter a number.',
    consent: 'You need to agree to this to go on.',
    other: 'This can’t be used. Enter something else.',
  },
  typed: {
    character: 'The character “{character}” can’t be used here.',
    space: 'Take out the space in the middle.',
    several: 'There is more than one here. Enter just one.',
    dot: 'A dot (.) is in the wrong place.',
    too_long: 'This is too long. Enter just one.',
  },
  network: 'We couldn’t connect. Check your internet connection and try again.',
  attemptsLeft: 'Attempts left: {count}.',
  noAttemptsLeft: 'No attempts left. Open the link in the email.',
  aMoment: 'a moment',
};
