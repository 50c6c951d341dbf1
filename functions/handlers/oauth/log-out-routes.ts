// The log-out that a client begins. With an ID token of who is logged in it is done at once; otherwise a page asks first, because
// any site can send a person here.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { type LogOutRequest, readLogOut } from '#domain/oauth/log-out-request.ts';
import { readParameters } from '#domain/oauth/oauth-error.ts';
import type { IdToken } from '#domain/ports/tokens.ts';
import { clearCookie, isOriginAllowed, readCookie } from '#http/cookies.ts';
import { oauthProblem, redirect } from '#http/oauth-replies.ts';
import { readForm } from '#http/read-form.ts';
import type { Reply } from '#http/reply.ts';
import { noticePage } from '#pages/notice-page.ts';
import { oauthTextsOf } from '#texts/oauth.ts';
import { hostedSession } from '#use-cases/oauth/hosted-session.ts';
import { logOutByClient } from '#use-cases/oauth/log-out-by-client.ts';
import type { LiveSession } from '#use-cases/session/refresh-session.ts';
import { type AuthorizeDependencies, forClients, isHead, type OAuthRequest } from './dependencies.ts';

export const createLogOutRoutes = (dependencies: AuthorizeDependencies) => {
  const { settings, idTokens } = dependencies;
  const { brand, clients, words } = settings;
  return {
    'GET /logout': forClients(dependencies, async (request) => {
      const parameters = readParameters(request.rawQuery);
      const hintText = parameters.get('id_token_hint');
      const hint = hintText === undefined ? undefined : await idTokens.read(hintText);
      const asked = readLogOut(parameters, clients, hint);
      if (!asked) return accept(wrong(request));
      if (isHead(request)) return accept({ status: 200, body: '' });
      const hosted = await hostedSession(dependencies, readCookie(request.event, 'refresh', settings));
      const isHinted = hint !== undefined && (hosted === undefined || hosted.user.id === hint.userId);
      if (hosted && !isHinted) return accept(question(request, asked));
      return finish(request, asked, 302, hosted, hint);
    }),
    'POST /logout/confirm': forClients(dependencies, async (request) => {
      if (!isOriginAllowed(request.event, settings)) return refuse('origin_refused');
      const form = readForm(request.event);
      if (!form.ok) return accept(oauthProblem(form.refusal));
      const asked = readLogOut(form.value, clients);
      if (!asked) return accept(wrong(request));
      const hosted = await hostedSession(dependencies, readCookie(request.event, 'refresh', settings));
      return finish(request, asked, 303, hosted);
    }),
  };

  async function finish(
    request: OAuthRequest,
    { redirectUri, state }: LogOutRequest,
    status: 302 | 303,
    hosted?: LiveSession,
    hint?: IdToken,
  ): Promise<Outcome<Reply>> {
    if (!(await logOutByClient(dependencies, hosted, hint))) return refuse('try_again');
    const cookies = [clearCookie('refresh', settings)];
    return accept(
      redirectUri === undefined ? { ...done(request), cookies } : redirect(redirectUri, { state }, { status, cookies }),
    );
  }

  function wrong({ locale }: OAuthRequest): Reply {
    const { logOut, wrongRequest } = oauthTextsOf(locale, words);
    return noticePage(brand, { status: 400, locale, heading: logOut.heading, sentence: wrongRequest.sentence });
  }

  function done({ locale }: OAuthRequest): Reply {
    const { heading, sentence, logInLink } = oauthTextsOf(locale, words).loggedOut;
    const link = { href: `/login?lang=${locale}`, label: logInLink };
    return noticePage(brand, { status: 200, locale, heading, sentence, link });
  }

  function question({ locale }: OAuthRequest, { clientId, redirectUri, state }: LogOutRequest): Reply {
    const { logOut, accountLink } = oauthTextsOf(locale, words);
    const fields = { client_id: clientId, post_logout_redirect_uri: redirectUri, state };
    return noticePage(brand, {
      status: 200,
      locale,
      heading: logOut.heading,
      sentence: logOut.sentence,
      form: { action: '/logout/confirm', fields, button: logOut.button, target: redirectUri },
      link: { href: `/account?lang=${locale}`, label: accountLink },
    });
  }
};
