// Signs requests to API Gateway with AWS credentials: SigV4, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SignatureV4 } from '@smithy/signature-v4';
import { UserError } from '../user-error.ts';
import { EXPIRED } from './faults/credential-fault.ts';

/** The headers to send with a body. Throws what the credentials' provider throws. */
export type Authorise = (url: URL, body: string) => Promise<Readonly<Record<string, string>>>;

/** `client`: any client of AWS, for the credentials it finds: variables, profiles, SSO, the role of a machine. */
export const createSigner = ({ config }: CloudFormationClient, region: string): Authorise => {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: config.credentials,
    sha256: config.sha256,
  });
  return async (url, body) => {
    const { expiration } = await config.credentials();
    // API Gateway would only say that it forbids the call.
    if (expiration && expiration.getTime() < Date.now()) throw new UserError(EXPIRED);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    });
    // `fetch` sets it.
    const { host: _, ...others } = headers;
    return others;
  };
};
