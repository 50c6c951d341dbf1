// The request bodies in wire form. OpenAPI is generated from them, so they contain no transforms; the domain normalises.
import * as z from 'zod/mini';
import { CONTINUATION_MAXIMUM_LENGTH } from '#domain/challenge/continuation.ts';
import { LINK_TOKEN_MAXIMUM_LENGTH } from '#domain/challenge/link-token.ts';
import { CHANNELS } from '#domain/purpose.ts';
import {
  credentials,
  locale,
  ownerProof,
  password,
  profile,
  profileKey,
  profileOptions,
  refreshToken,
  sizedAsProfile,
  text,
  typed,
} from './fields.ts';
import { late } from './late.ts';

const CLIENT_ID_MAXIMUM_LENGTH = 64;
/** More than a stage may ask for. */
const CONSENTS_MAXIMUM = 20;

/** Merged into the stored profile (RFC 7396): `null` removes a key. */
const profilePatch = late(() =>
  z
    .record(
      profileKey,
      z.union([...profileOptions(), z.null()], 'must be a string, a number, a boolean or null'),
      'must be an object',
    )
    .check(...sizedAsProfile()),
);

const email = typed;
const code = typed;
const continuation = late(() => z.optional(text(CONTINUATION_MAXIMUM_LENGTH)));

/** Any text, so that the document is the same for every stage; the domain knows the clients. */
const clientId = late(() => z.optional(text(CLIENT_ID_MAXIMUM_LENGTH)));
/** Cloudflare's limit. */
const HUMAN_TOKEN_MAXIMUM_LENGTH = 2048;
/** Of the human check, once an answer has asked for it. */
const humanToken = late(() => z.optional(text(HUMAN_TOKEN_MAXIMUM_LENGTH)));
const token = late(() => text(LINK_TOKEN_MAXIMUM_LENGTH));

const otpContext = late(() =>
  z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 letters, digits or any of "_.:-"')),
);

/** Not a settings' own keys and versions, so that the document is the same for every stage; the domain compares them. */
const consents = late(() =>
  z
    .array(
      z.strictObject({ key: text(32), version: text(20), granted: z.boolean('must be true or false') }),
      'must be a list of consents',
    )
    .check(z.maxLength(CONSENTS_MAXIMUM, `must have at most ${CONSENTS_MAXIMUM} consents`)),
);

export const SignUpRequest = late(() =>
  z.strictObject({
    email,
    password,
    locale,
    profile: z.optional(profile),
    consents: z.optional(consents),
    clientId,
    humanToken,
    credentials,
  }),
);

export const ResendRequest = late(() => z.strictObject({ continuation, credentials }));

export const VerifyRequest = late(() =>
  z.union([
    z.strictObject({ token, continuation, password: z.optional(password), credentials }),
    z.strictObject({
      token,
      newPassword: password,
      profile: z.optional(profile),
      consents: z.optional(consents),
      credentials,
    }),
    z.strictObject({ code, continuation, credentials }),
  ]),
);

export const VerifyStatusRequest = late(() => z.strictObject({ continuation, credentials }));

export const LinkInspectRequest = late(() => z.strictObject({ token }));

export const LogInRequest = late(() => z.strictObject({ email, password, credentials }));

/** Asks for a mail. With the continuation of a live challenge it sends that challenge's mail again. */
export const MailRequest = late(() =>
  z.strictObject({ email, locale, clientId, continuation, humanToken, credentials }),
);

export const LogInConfirmRequest = late(() =>
  z.union([z.strictObject({ token, credentials }), z.strictObject({ code, continuation, credentials })]),
);

export const RefreshRequest = late(() => z.strictObject({ refreshToken, credentials }));

export const OwnerRequest = late(() => z.strictObject(ownerProof));

export const ResetConfirmRequest = late(() =>
  z.union([
    z.strictObject({ token, password, credentials }),
    z.strictObject({ code, continuation, password, credentials }),
  ]),
);

/** `locale`: the language in which the person was asked for the consents. */
export const InvitationConfirmRequest = late(() =>
  z.strictObject({ token, password, consents: z.optional(consents), locale, credentials }),
);

export const OtpRequest = late(() =>
  z.strictObject({
    channel: z.enum(CHANNELS, 'must be "email" or "sms"'),
    to: typed,
    context: z.optional(otpContext),
    locale,
    clientId,
    continuation,
    humanToken,
  }),
);

export const OtpCheckRequest = late(() => z.strictObject({ code, continuation }));

export const ProfileRequest = late(() => z.strictObject({ locale, profile: z.optional(profilePatch) }));

/** `locale`: the language in which the person was asked. */
export const ConsentsRequest = late(() => z.strictObject({ consents, locale }));

/** Only an account without a password leaves the current one out. */
export const PasswordChangeRequest = late(() =>
  z.strictObject({ currentPassword: z.optional(password), newPassword: password, refreshToken, credentials }),
);

export const EmailChangeRequest = late(() =>
  z.strictObject({
    newEmail: email,
    oldMailboxLost: z.optional(z.boolean()),
    locale,
    clientId,
    continuation,
    ...ownerProof,
  }),
);

export const EmailConfirmRequest = late(() =>
  z.union([z.strictObject({ token, continuation, credentials }), z.strictObject({ code, continuation, credentials })]),
);

export const EmailUndoRequest = late(() => z.strictObject({ token, credentials }));

export const PhoneChangeRequest = late(() =>
  z.strictObject({ phone: typed, locale, clientId, continuation, ...ownerProof }),
);

export const PhoneConfirmRequest = late(() => z.strictObject({ code, continuation, credentials }));
