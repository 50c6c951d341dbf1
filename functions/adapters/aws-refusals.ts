// The error names that mean "access denied" in every AWS service.

/** Names without the suffix `Exception`, which only some services send: the Common Errors of each service's API reference. */
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
