// Where a request comes from: one client and the network around it, for limits; the device and the masked address, for people.
import ipaddr from 'ipaddr.js';
import { deviceOf } from './session/device.ts';

export interface Caller {
  /** IPv4 address or IPv6 /64, for limits on sending. Korean carriers give one IPv6 customer a whole /64. */
  readonly client: string;
  /** IPv4 /24 or IPv6 /48, for limits on attempts. */
  readonly network: string;
  /** Browser and system, for example `Chrome, Windows`; `unknown` if the request does not tell. At most 40 characters. */
  readonly device: string;
  /** The IP address with its last part hidden: `203.0.113.*`, `2001:db8:1234:*`. */
  readonly ip: string;
}

/** What cannot be told. Client and network of every address that cannot be parsed: all of them count as one caller. */
export const UNKNOWN = 'unknown';

/** Where an administrator sits is not told to the owner of an account. */
export const UNKNOWN_CALLER: Caller = { client: UNKNOWN, network: UNKNOWN, device: UNKNOWN, ip: UNKNOWN };

export const callerOf = (sourceIp: string, userAgent: string): Caller => {
  const device = deviceOf(userAgent);
  // Strict, because the library would also accept `1` or the octal `010.0.0.1` as IPv4.
  if (!ipaddr.IPv4.isValidFourPartDecimal(sourceIp) && !ipaddr.IPv6.isValid(sourceIp))
    return { client: UNKNOWN, network: UNKNOWN, device, ip: UNKNOWN };
  const address = ipaddr.process(sourceIp);
  const prefix = (bits: number) => {
    const bytes = address.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
    return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
  };
  return address instanceof ipaddr.IPv4
    ? { client: address.toString(), network: prefix(24), device, ip: masked(address.octets.slice(0, 3), 10, '.') }
    : { client: prefix(64), network: prefix(48), device, ip: masked(address.parts.slice(0, 3), 16, ':') };
};

const masked = (parts: readonly number[], radix: number, separator: string): string =>
  [...parts.map((part) => part.toString(radix)), '*'].join(separator);
