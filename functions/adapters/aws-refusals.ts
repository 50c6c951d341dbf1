// How any service of AWS says that the caller may not do this, whatever it was asked for.

/** Error names without the `Exception` that only some of them carry on the wire: the Common Errors of each service's API reference. */
export const NOT_AUTHORISED: readonly string[] = [
  'AccessDenied',
  'CredentialsProviderError',
  'ExpiredToken',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
  'SignatureDoesNotMatch',
  'UnrecognizedClient',
];
