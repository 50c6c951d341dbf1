import { describe, expect, it } from 'vitest';
import { toPublicUser } from '#domain/account/public-user.ts';
import { DEFAULT_LANGUAGES } from '#domain/locale.ts';
import { ADDRESS, aUser, NOW, USER_ID } from '../../support/builders.ts';

const SETTINGS = { consents: [], languages: DEFAULT_LANGUAGES };

describe('toPublicUser', () => {
  it('shows exactly what the API promises, and no hash or epoch', () => {
    expect(toPublicUser(aUser({ profile: { nickname: '민지' } }), {}, SETTINGS)).toEqual({
      id: USER_ID,
      email: ADDRESS,
      emailVerified: true,
      phoneVerified: false,
      locale: 'ko',
      profile: { nickname: '민지' },
    });
  });

  it('shows that mail to it is stopped', () => {
    expect(toPublicUser(aUser(), { mailSuppressed: true }, SETTINGS)).toMatchObject({
      email: ADDRESS,
      mailSuppressed: true,
    });
  });

  it('shows a phone number, and whether it is verified', () => {
    const phone = '+821012345678';
    expect(toPublicUser(aUser({ phone }), {}, SETTINGS)).toMatchObject({ phone, phoneVerified: false });
    expect(toPublicUser(aUser({ phone, phoneVerifiedAt: NOW }), {}, SETTINGS)).toMatchObject({
      phone,
      phoneVerified: true,
    });
  });
});
