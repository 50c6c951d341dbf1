// A native app with AppAuth, as its documents tell to write it: the person's own browser goes to the service, and comes back at a
// loopback address or by a scheme of the app's own (RFC 8252).
import { execFile } from 'node:child_process';
import {
  AuthorizationNotifier,
  AuthorizationRequest,
  AuthorizationRequestHandler,
  type AuthorizationRequestResponse,
  AuthorizationResponse,
  AuthorizationServiceConfiguration,
  BaseTokenRequestHandler,
  BasicQueryStringUtils,
  GRANT_TYPE_AUTHORIZATION_CODE,
  GRANT_TYPE_REFRESH_TOKEN,
  RevokeTokenRequest,
  setFlag,
  TokenRequest,
  type TokenResponse,
} from '@openid/appauth';
import { NodeBasedHandler, NodeCrypto, NodeRequestor } from '@openid/appauth/built/src/node_support/index.js';
import { addressAt, type Target } from '../black-box/flows/target.ts';

// It would write tokens to the terminal.
setFlag('IS_LOG', false);

/** The system hands addresses of the app's own scheme to `handOver`. AppAuth leaves this part to the app. */
export class SchemeHandler extends AuthorizationRequestHandler {
  #answered = Promise.withResolvers<AuthorizationRequestResponse>();
  #request: AuthorizationRequest | undefined;

  constructor() {
    super(new BasicQueryStringUtils(), new NodeCrypto());
  }

  performAuthorizationRequest(configuration: AuthorizationServiceConfiguration, request: AuthorizationRequest): void {
    this.#request = request;
    void request.setupCodeVerifier().then(() => execFile('xdg-open', [this.buildRequestUrl(configuration, request)]));
  }

  handOver(url: URL): Promise<void> {
    const { code, state } = this.utils.parseQueryString(url.search);
    if (!this.#request || code === undefined || state === undefined) throw new Error(`not an answer: ${url}`);
    const response = new AuthorizationResponse({ code, state });
    this.#answered.resolve({ request: this.#request, response, error: null });
    return this.completeAuthorizationRequestIfPossible();
  }

  protected override completeAuthorizationRequest(): Promise<AuthorizationRequestResponse> {
    return this.#answered.promise;
  }
}

export const loopbackHandler = (port: number): AuthorizationRequestHandler => new NodeBasedHandler(port);

/** AppAuth's requests, to where the service is reached. */
class TargetRequestor extends NodeRequestor {
  readonly #target: Target;

  constructor(target: Target) {
    super();
    this.#target = target;
  }

  override xhr<Answer>(settings: Parameters<NodeRequestor['xhr']>[0]): Promise<Answer> {
    return super.xhr({ ...settings, url: addressAt(this.#target, settings.url ?? '') });
  }
}

export const createNativeApp = async (target: Target, clientId: string, redirectUri: string) => {
  const requestor = new TargetRequestor(target);
  const configuration = await AuthorizationServiceConfiguration.fetchFromIssuer(target.issuer, requestor);
  const tokenHandler = new BaseTokenRequestHandler(requestor);
  const ask = (
    fields: { readonly grant_type: string; readonly code?: string; readonly refresh_token?: string },
    extras = {},
  ) =>
    tokenHandler.performTokenRequest(
      configuration,
      new TokenRequest({ client_id: clientId, redirect_uri: redirectUri, extras, ...fields }),
    );

  return {
    configuration,
    /** Resolves once the browser is back. */
    logIn: (handler: AuthorizationRequestHandler, scope: string): Promise<TokenResponse> => {
      const notifier = new AuthorizationNotifier();
      const done = Promise.withResolvers<TokenResponse>();
      handler.setAuthorizationNotifier(notifier);
      notifier.setAuthorizationListener((request, response, error) => {
        const verifier = request.internal?.['code_verifier'];
        if (!response || response.state !== request.state || verifier === undefined) {
          done.reject(new Error(error?.error ?? 'an answer to another request'));
          return;
        }
        const fields = { grant_type: GRANT_TYPE_AUTHORIZATION_CODE, code: response.code };
        done.resolve(ask(fields, { code_verifier: verifier }));
      });
      const asked = {
        ...{ client_id: clientId, redirect_uri: redirectUri, scope },
        response_type: AuthorizationRequest.RESPONSE_TYPE_CODE,
      };
      handler.performAuthorizationRequest(configuration, new AuthorizationRequest(asked, new NodeCrypto()));
      return done.promise;
    },
    refresh: (refreshToken = '') => ask({ grant_type: GRANT_TYPE_REFRESH_TOKEN, refresh_token: refreshToken }),
    revoke: (token = '') =>
      tokenHandler.performRevokeTokenRequest(configuration, new RevokeTokenRequest({ token, client_id: clientId })),
  };
};
