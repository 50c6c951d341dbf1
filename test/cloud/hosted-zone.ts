// A hosted zone of Route 53 in MiniStack, by its API: https://docs.aws.amazon.com/Route53/latest/APIReference/
import { callAws } from './aws-calls.ts';
import type { MiniStack } from './ministack.ts';

export interface ZoneRecord {
  /** Without a dot at the end. */
  readonly name: string;
  readonly type: string;
  /** As Route 53 keeps it: texts in quotation marks. */
  readonly value: string;
}

const VERSION = '2013-04-01';

/** Resolves to the id of a zone that only has its own NS and SOA. */
export const createZone = async (miniStack: MiniStack, name: string): Promise<string> => {
  const body =
    `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/${VERSION}/">` +
    `<Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`;
  const xml = await callAws(miniStack, { service: 'route53', path: `/${VERSION}/hostedzone`, body });
  const id = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(xml)?.[1];
  if (id === undefined) throw new Error(`Route 53 made no zone: ${xml}`);
  return id;
};

/** All but the zone's own NS and SOA, in the order of the answer. */
export const readRecords = async (miniStack: MiniStack, zoneId: string): Promise<ZoneRecord[]> => {
  const path = `/${VERSION}/hostedzone/${zoneId}/rrset`;
  const xml = await callAws(miniStack, { service: 'route53', method: 'GET', path });
  const sets = [...xml.matchAll(/<ResourceRecordSet>(.*?)<\/ResourceRecordSet>/gs)].map(([, set = '']) => set);
  return sets
    .flatMap((set) => {
      const [name = ''] = readTags(set, 'Name');
      const [type = ''] = readTags(set, 'Type');
      return readTags(set, 'Value').map((value) => ({ name: name.replace(/\.$/, ''), type, value }));
    })
    .filter(({ type }) => type !== 'NS' && type !== 'SOA');
};

const readTags = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, text = '']) => text.replaceAll('&quot;', '"'));
