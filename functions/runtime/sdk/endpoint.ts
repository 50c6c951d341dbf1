// The address of a service in a region. Replaces the SDK's endpoint rules in the bundles.

interface EndpointParameters {
  /** From `AWS_ENDPOINT_URL` or `AWS_ENDPOINT_URL_<SERVICE>`. */
  readonly Endpoint?: string;
  readonly Region?: string;
  /** From `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT`. */
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** China is a partition with a domain of its own. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const domainOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** `host`: the first label, such as `kms`. */
export const endpointOf =
  (host: string) =>
  ({ Endpoint, Region = '', UseFIPS, UseDualStack }: EndpointParameters) => {
    // Never another endpoint than the one that was asked for.
    if (Endpoint === undefined && (UseFIPS || UseDualStack))
      throw new Error('name a FIPS or dual-stack endpoint by AWS_ENDPOINT_URL_<SERVICE>');
    return { url: new URL(Endpoint ?? `https://${host}.${Region}.${domainOf(Region)}`), properties: {}, headers: {} };
  };
