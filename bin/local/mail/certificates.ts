// A new certificate authority and one server certificate, never stored.
import { generate } from 'selfsigned';

/** PEM. A client must trust `authority`, whose key is thrown away. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface Names {
  readonly dns: readonly string[];
  readonly ips: readonly string[];
}

const ELLIPTIC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** For a server on this machine, unless other names are given. */
export const makeCertificates = async (
  { dns, ips }: Names = { dns: ['localhost'], ips: ['127.0.0.1'] },
): Promise<Certificates> => {
  const authority = await generate([{ name: 'commonName', value: 'Latchkey local authority' }], {
    ...ELLIPTIC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: dns[0] ?? 'localhost' }], {
    ...ELLIPTIC,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...dns.map((value) => ({ type: 2 as const, value })),
          ...ips.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { authority: authority.cert, certificate: server.cert, key: server.private };
};
