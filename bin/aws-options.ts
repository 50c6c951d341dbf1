// The options of AWS clients in command lines: longer time-outs and more retries than in a function.
export const AWS_OPTIONS = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;
