// The API's own domain as the world sees it: the name resolves, and the certificate behind it is right.
import { connect, type PeerCertificate } from 'node:tls';
import { stackNameOf } from '../../../../lib/names.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok, type Words } from '../../finding.ts';
import { nothingIfNone } from '../mail/dns.ts';

const HTTPS = 443;
const CONNECT_WITHIN_MILLISECONDS = 5000;
/** ACM renews 60 days ahead: a certificate with fewer days could not be renewed. */
const RENEWED_BY_DAYS = 45;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** No finding without a domain, nor before the first deployment. Throws when the name server does not answer. */
export const checkApiDomain = async ({ config, stack, resolver, now, standIns }: Context): Promise<Finding[]> => {
  const name = config.apiDomain?.name;
  if (name === undefined || !stack) return [];
  const [four, six] = await Promise.all([
    nothingIfNone(resolver.resolve4(name)),
    nothingIfNone(resolver.resolve6(name)),
  ]);
  const [address] = [...four, ...six];
  if (address === undefined) return [unresolved(name, config.stage, config.apiDomain?.hostedZone !== undefined)];
  const port = standIns?.apiPort ?? HTTPS;
  return [judgeAnswer(name, await shakeHands({ name, address, port, ca: standIns?.certificateAuthority }), now())];
};

const unresolved = (name: string, stage: string, isManaged: boolean): Finding => {
  const output = `aws cloudformation describe-stacks --stack-name ${stackNameOf(stage)} --query "Stacks[0].Outputs"`;
  const next: Words = isManaged
    ? {
        ko: 'apiDomain.hostedZone이 공개 영역인지, 도메인의 네임서버가 그 영역을 가리키는지 확인하세요.',
        en: 'See that apiDomain.hostedZone is a public zone, and that the name servers of the domain are those of this zone.',
      }
    : {
        ko: `출력 DnsApi의 레코드를 DNS에 넣으세요: ${output}`,
        en: `Put the record of the output DnsApi into DNS: ${output}`,
      };
  const what = { ko: `${name}: 이름을 찾을 수 없음`, en: `${name}: does not resolve, so nobody reaches the API` };
  return fault('api', what, next);
};

/** `error`: the code of what went wrong. */
export type Answer = { readonly certificate: Pick<PeerCertificate, 'valid_to'> } | { readonly error: string };

const shakeHands = (server: {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly ca: string | undefined;
}): Promise<Answer> =>
  new Promise((resolve) => {
    const { name, address, port, ca } = server;
    const socket = connect({ host: address, port, servername: name, ...(ca !== undefined && { ca }) });
    const end = (answer: Answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(CONNECT_WITHIN_MILLISECONDS, () => end({ error: 'ETIMEDOUT' }));
    socket.once('secureConnect', () => end({ certificate: socket.getPeerCertificate() }));
    socket.once('error', (error: NodeJS.ErrnoException) => end({ error: error.code ?? error.name }));
  });

const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

export const judgeAnswer = (name: string, answer: Answer, now: number): Finding => {
  if ('error' in answer) {
    const what = { ko: `${name}: ${answer.error}`, en: `${name}: ${answer.error}` };
    if (UNREACHABLE.has(answer.error)) {
      return note('api', what, {
        ko: '여기서는 443 포트에 닿지 않습니다. 다른 네트워크에서 브라우저로 열어 보세요.',
        en: 'Port 443 cannot be reached from here: open it with a browser in another network.',
      });
    }
    return fault('api', what, {
      ko: '이름이 다른 서버를 가리키거나 인증서가 맞지 않습니다. DNS 레코드를 출력 DnsApi와, certificateArn을 ACM 콘솔과 비교하세요.',
      en: 'The name leads to another server, or its certificate is wrong: compare the record with the output DnsApi, and certificateArn with the ACM console.',
    });
  }
  const days = Math.floor((Date.parse(answer.certificate.valid_to) - now) / DAY_MILLISECONDS);
  const what = { ko: `${name}: 인증서 ${days}일 남음`, en: `${name}: resolves, certificate valid for ${days} days` };
  if (days >= RENEWED_BY_DAYS) return ok('api', what);
  return note('api', what, {
    ko: 'ACM이 자동으로 갱신하지 못했습니다: ACM 콘솔에서 이 인증서의 검증용 CNAME이 DNS에 있는지 확인하세요.',
    en: 'ACM could not renew it: see in the ACM console whether the CNAME that validates it is still in DNS.',
  });
};
