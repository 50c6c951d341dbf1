// Which addresses a webhook may go to. Otherwise whoever can change DNS of an endpoint could reach what only this network can.
import ipaddr from 'ipaddr.js';

/** All of the public IPv6 Internet. The rest has old forms with an IPv4 address inside, which the library takes for public. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * False for private, loopback, link-local (with the metadata of a machine), shared (CGNAT), multicast and reserved addresses, and for
 * IPv6 that leads to IPv4 (mapped, NAT64, 6to4, Teredo). Text in another form than the usual one is no address.
 */
export const isPublicAddress = (address: string): boolean => {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.zoneId === undefined && parsed.match(GLOBAL_UNICAST);
};
