// The authorization endpoint: a client sends a person here, and the person goes back with a code or an error.
import { accept, DependencyError, nameOfError } from '#domain/errors.ts';
import { type AuthorizationRequest, readAuthorization, SINCE } from '#domain/oauth/authorization-request.ts';
import { type OAuthError, readParameters } from '#domain/oauth/oauth-error.ts';
import { readCookie } from '#http/cookies.ts';
import { oauthProblem, redirect } from '#http/oauth-replies.ts';
import { formText, readForm } from '#http/read-form.ts';
import type { Reply } from '#http/reply.ts';
import { noticePage } from '#pages/notice-page.ts';
import { oauthTextsOf } from '#texts/oauth.ts';
import { authorize } from '#use-cases/oauth/authorize.ts';
import { type AuthorizeDependencies, forClients, isHead, type OAuthRequest } from './dependencies.ts';

export const createAuthorizeRoutes = (dependencies: AuthorizeDependencies) => {
  const { settings } = dependencies;
  const toClient = (to: { readonly redirectUri: string; readonly state?: string | undefined }, answer: object): Reply =>
    // `iss` tells a client of several services which of them answers (RFC 9207).
    redirect(to.redirectUri, { ...answer, state: to.state, iss: settings.issuer });
  const refusal = ({ error, description }: OAuthError) => ({ error, error_description: description });
  return {
    'GET /authorize': forClients(dependencies, async (request) => {
      const read = readAuthorization(readParameters(request.rawQuery), settings.clients);
      if (!read.ok) return accept(read.address ? toClient(read.address, refusal(read.refusal)) : told(request));
      if (isHead(request)) return accept({ status: 200, body: '' });
      const { request: asked } = read;
      const refreshToken = readCookie(request.event, 'refresh', settings);
      const answer = await authorize(dependencies, asked, refreshToken).catch(unavailable);
      if (answer.step === 'code') return accept(toClient(asked, { code: answer.code }));
      if (answer.step === 'refuse') return accept(toClient(asked, refusal(answer.refusal)));
      return accept(redirect(`/${answer.page}`, wayBack(request.rawQuery, asked, answer.since)));
    }),
    'POST /authorize': forClients(dependencies, async ({ event }) => {
      const form = readForm(event);
      // A browser sends the cookie with a GET that comes from another site, and not with a POST.
      return accept(
        form.ok
          ? redirect(`/authorize?${new URLSearchParams(formText(event))}`, {}, SEE_OTHER)
          : oauthProblem(form.refusal),
      );
    }),
  };

  function told({ locale }: OAuthRequest): Reply {
    const { wrongRequest } = oauthTextsOf(locale, settings.words);
    return noticePage(settings.brand, { status: 400, locale, ...wrongRequest });
  }

  /** The person would see an error of ours; the client can say more, and begin again. */
  function unavailable(error: unknown) {
    if (!(error instanceof DependencyError)) throw error;
    const { dependency, cause } = error;
    dependencies.log.write('dependency_failed', { route: 'GET /authorize', dependency, error: nameOfError(cause) });
    const refused = { error: 'temporarily_unavailable', description: 'Try again in a moment.' } as const;
    return { step: 'refuse', refusal: refused } as const;
  }
};

const SEE_OTHER = { status: 303 } as const;

/** Through the page and back to this same request. */
const wayBack = (rawQuery: string, { prompts, maxAgeSeconds }: AuthorizationRequest, since: number) => {
  const query = new URLSearchParams(rawQuery);
  query.set(SINCE, String(since));
  const asksAnew = maxAgeSeconds !== undefined || prompts.some((prompt) => prompt !== 'consent');
  const language = /^[a-z]{2,3}(?=[- ]|$)/i.exec(query.get('ui_locales') ?? '')?.[0];
  return {
    returnTo: `/authorize?${query}`,
    login_hint: query.get('login_hint')?.slice(0, 254) || undefined,
    lang: language?.toLowerCase(),
    // The page then offers no way on without a new log-in.
    prompt: asksAnew ? 'login' : undefined,
  };
};
