// Replaces the adaptive retries in the bundles, which AWS_RETRY_MODE=adaptive would ask for.

class Missing {
  constructor() {
    throw new Error('adaptive retries are not in this bundle');
  }
}

export { Missing as AdaptiveRetryStrategy, Missing as DefaultRateLimiter };
