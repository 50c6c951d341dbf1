import { describe, expect, it } from 'vitest';
import { accept, DependencyError, ERRORS, nameOfError, refuse, secondsUntil, stackOf } from '#domain/errors.ts';

const entries = Object.entries(ERRORS);

describe('ERRORS', () => {
  it.each(entries)('%s has a status of its kind and one sentence or two in English', (code, { status, title }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(Number.isInteger(status)).toBe(true);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^[A-Z][ -~]+\.$/);
  });

  it('blames us for exactly two things', () => {
    const ours = entries.filter(([, { status }]) => status >= 500).map(([code, { status }]) => [code, status]);
    expect(ours).toEqual([
      ['unavailable', 503],
      ['internal_error', 500],
    ]);
  });

  it.each([
    ['invalid_request', 400],
    ['invalid_token', 400],
    ['weak_password', 422],
    ['expired', 410],
    ['superseded', 410],
    ['already_used', 410],
    ['already_registered', 409],
    ['code_mismatch', 401],
    ['password_required', 401],
    ['continuation_required', 401],
    ['invalid_credentials', 401],
    ['unauthenticated', 401],
    ['cookies_blocked', 401],
    ['session_ended', 401],
    ['email_not_verified', 403],
    ['account_disabled', 403],
    ['origin_refused', 403],
    ['try_again', 409],
    ['too_many_requests', 429],
    ['payload_too_large', 413],
    ['unsupported_media_type', 415],
    ['not_found', 404],
    ['method_not_allowed', 405],
    ['unavailable', 503],
  ] as const)('answers %s with %i, as the API promises', (code, status) => {
    expect(ERRORS[code].status).toBe(status);
  });
});

describe('accept and refuse', () => {
  it('carry a value, or a code with its details', () => {
    expect(accept(1)).toEqual({ ok: true, value: 1 });
    expect(refuse('expired')).toEqual({ ok: false, refusal: { code: 'expired' } });
    expect(refuse('code_mismatch', { attemptsLeft: 0 })).toEqual({
      ok: false,
      refusal: { code: 'code_mismatch', attemptsLeft: 0 },
    });
  });
});

describe('secondsUntil', () => {
  it('rounds up, and is never less than one second', () => {
    expect(secondsUntil(5001, 0)).toBe(6);
    expect(secondsUntil(5000, 0)).toBe(5);
    expect(secondsUntil(1, 0)).toBe(1);
    expect(secondsUntil(0, 0)).toBe(1);
    expect(secondsUntil(0, 5000)).toBe(1);
  });
});

describe('DependencyError', () => {
  it('names what failed and keeps the cause', () => {
    const cause = new Error('socket hang up');
    const error = new DependencyError('kms', cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'DependencyError', message: 'kms failed', dependency: 'kms', cause });
  });
});

describe('nameOfError', () => {
  const named = (name: string) => Object.assign(new Error('x'), { name });

  it.each([
    'Error',
    'TypeError',
    'ThrottlingException',
    'AccessDeniedException',
    'KMSInternalException',
    'JWTExpired',
    'AWS.SimpleQueueService.NonExistentQueue',
    'A'.repeat(64),
  ])('is %s itself', (name) => {
    expect(nameOfError(named(name))).toBe(name);
  });

  it.each([
    'minji@example.com',
    'correct horse battery',
    'hunter2',
    'Hunter2',
    '12345678',
    'eyJhbGciOiJSUzI1NiJ9.e30.sig',
    '$argon2id$v=19$m=19456',
    'Error: minji',
    'Error\nminji',
    'Error.',
    '.Error',
    '',
    'A'.repeat(65),
  ])('withholds %j', (name) => {
    expect(nameOfError(named(name))).toBe('withheld');
  });

  it('is not known of what is no error', () => {
    expect(nameOfError({ name: 'Error' })).toBe('unknown');
    expect(nameOfError(undefined)).toBe('unknown');
  });
});

describe('stackOf', () => {
  const withStack = (message: string, ...lines: readonly string[]) =>
    Object.assign(new Error(message), { stack: [`Error: ${message}`, ...lines].join('\n') });
  const frames = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `    at ${name} (file.ts:1:1)`);

  it('is the first five places where the error was', () => {
    expect(stackOf(withStack('socket hang up', ...frames))).toBe(frames.slice(0, 5).join(' '));
  });

  it('leaves the message out, also where it has lines that look like places', () => {
    const message = 'minji@example.com\n    at minji@example.com';
    expect(stackOf(withStack(message, ...frames.slice(0, 1)))).toBe(frames[0]);
  });

  it('leaves out lines that are no places, also where they end like one', () => {
    expect(stackOf(withStack('x', '    cause: looked at ', ...frames.slice(0, 1)))).toBe(frames[0]);
  });

  it('is not known of what is no error, or of an error without a stack', () => {
    expect(stackOf({ stack: frames.join('\n') })).toBeUndefined();
    expect(stackOf(undefined)).toBeUndefined();
    expect(stackOf(Object.assign(new Error('x'), { stack: undefined }))).toBeUndefined();
  });
});
