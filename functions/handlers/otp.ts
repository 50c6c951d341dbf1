// The function for one-time codes without an account.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '#http/http-handler.ts';
import { sentReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import { otpDependencies } from '#runtime/aws/functions/otp.ts';
import { lazily } from '#runtime/lazily.ts';
import { checkOtp, sendOtp } from '#use-cases/challenge/otp.ts';

export type OtpDependencies = HttpDependencies &
  Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'phoneNumbers' | 'otpKeyRing' | 'proofSigner' | 'humanCheck'>;

export const createOtpHandler = (dependencies: OtpDependencies): HttpHandler => {
  const { settings } = dependencies;
  return createHttpHandler<'otp'>(dependencies, {
    'POST /otp': async ({ body, continuation, caller, locale, idempotencyKey, ...request }) => {
      const { address, trustedCaller } = request;
      const allowed = checkAccess(settings, trustedCaller);
      if (!allowed.ok) return allowed;
      const { channel, to, context, clientId, humanToken } = body;
      const human = { humanToken, address, trustedCaller };
      const asked = { channel, to, context, locale, clientId, continuation, idempotencyKey, human };
      const sent = await sendOtp(dependencies, asked, caller);
      return sentReply(sent, settings.lifetimes.otpSmsSeconds, {
        isCookieMode: false,
        continuationCookies: [],
        settings,
      });
    },
    'POST /otp/check': async ({ body, continuation, caller }) => {
      if (settings.otp.access === 'off') return refuse('not_found');
      const checked = await checkOtp(dependencies, { code: body.code, continuation }, caller);
      return checked.ok ? accept(json(200, { verified: true, ...checked.value })) : checked;
    },
  });
};

/** Checks who may send codes, because codes cost money and reach third parties. */
const checkAccess = ({ otp }: Settings, trustedCaller: string | undefined): Outcome<undefined> => {
  if (otp.access === 'off') return refuse('not_found');
  return otp.access === 'key' && trustedCaller === undefined ? refuse('api_key_required') : accept(undefined);
};

export const handler = lazily(() => createOtpHandler(otpDependencies()));
