// Replaces the reading of ~/.aws in the bundles: a value that is not in the environment has its default.

class NotFound extends Error {
  override readonly name = 'CredentialsProviderError';
  /** Makes the SDK go on to the default. */
  readonly tryNextLink = true;
}

export const fromSharedConfigFiles = () => async () => {
  throw new NotFound('there are no configuration files');
};
