// What the token endpoint gives a client (RFC 6749, section 5.1).

export interface ClientTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scope: string;
  /** Only with the scope `offline_access`. */
  readonly refreshToken?: string | undefined;
  /** Only for a code, with the scope `openid`. */
  readonly idToken?: string | undefined;
}
