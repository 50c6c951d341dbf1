// Where a request comes from, for limits: one client, and the network around it.
import ipaddr from 'ipaddr.js';

export interface Caller {
  /** IPv4 address or IPv6 /64, for limits on sending. Korean carriers give one IPv6 customer a whole /64. */
  readonly client: string;
  /** IPv4 /24 or IPv6 /48, for limits on attempts. */
  readonly network: string;
}

/** All addresses that cannot be parsed count as one caller. */
export const callerOf = (sourceIp: string): Caller => {
  // Strict, because the library would also accept `1` or the octal `010.0.0.1` as IPv4.
  if (!ipaddr.IPv4.isValidFourPartDecimal(sourceIp) && !ipaddr.IPv6.isValid(sourceIp))
    return { client: 'unknown', network: 'unknown' };
  const address = ipaddr.process(sourceIp);
  const prefix = (bits: number) => {
    const bytes = address.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
    return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
  };
  return address.kind() === 'ipv4'
    ? { client: address.toString(), network: prefix(24) }
    : { client: prefix(64), network: prefix(48) };
};
