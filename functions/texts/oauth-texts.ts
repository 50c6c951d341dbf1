// The words of the pages that the authorization endpoints show in one language. `{brand}` is filled in.

export interface OAuthTexts {
  readonly wrongRequest: { readonly heading: string; readonly sentence: string };
  readonly logOut: { readonly heading: string; readonly sentence: string; readonly button: string };
  readonly loggedOut: { readonly heading: string; readonly sentence: string; readonly logInLink: string };
  /** The link to where the person manages the account. */
  readonly accountLink: string;
}
