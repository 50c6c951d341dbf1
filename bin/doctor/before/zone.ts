// The Route 53 zones that a deployment writes to: is it the right zone, does the world ask it, and are the names free?
import {
  GetHostedZoneCommand,
  type GetHostedZoneCommandOutput,
  ListResourceRecordSetsCommand,
  NoSuchHostedZone,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { HostedZone } from '../../../lib/config/stage-config.ts';
import { nothingIfNone } from '../checks/mail/dns.ts';
import type { Context } from '../context.ts';
import { type Finding, fault, ok, type Words } from '../finding.ts';
import { resourcesOf } from '../stack.ts';
import { type WantedName, wantedZones } from './wanted-records.ts';

/** Throws what the SDK throws, and when the name server does not answer. */
export const checkZones = async (context: Context): Promise<Finding[]> => {
  const { clients, config, stack } = context;
  const own = new Set(
    stack && resourcesOf(stack, 'AWS::Route53::RecordSet').map(({ physicalId }) => withoutDot(physicalId)),
  );
  const found = await Promise.all(
    wantedZones(config).map(async ({ zone, names }) => {
      const known = await readZone(clients.route53, zone.id);
      const wrong = judgeZone(zone, known) ?? (await judgeDelegation(context, zone, known));
      if (wrong && !known) return [wrong];
      const free = names.filter(({ name }) => !own.has(name));
      const taken = await Promise.all(
        free.map(async (wanted) => judgeName(wanted, await recordsAt(clients.route53, zone.id, wanted.name))),
      );
      return [...(wrong ? [wrong] : []), ...taken];
    }),
  );
  return found.flat();
};

const withoutDot = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** `undefined`: it does not exist in this account. */
const readZone = async (client: Route53Client, id: string): Promise<GetHostedZoneCommandOutput | undefined> => {
  try {
    return await client.send(new GetHostedZoneCommand({ Id: id }));
  } catch (error) {
    if (error instanceof NoSuchHostedZone) return undefined;
    throw error;
  }
};

/** More than one name may hold: Route 53 lists its records together, each type once, or once for each set identifier. */
const MOST_RECORDS = 100;

const recordsAt = async (client: Route53Client, id: string, name: string): Promise<ResourceRecordSet[]> => {
  const command = new ListResourceRecordSetsCommand({
    HostedZoneId: id,
    StartRecordName: name,
    MaxItems: MOST_RECORDS,
  });
  const { ResourceRecordSets = [] } = await client.send(command);
  return ResourceRecordSets.filter((set) => withoutDot(set.Name ?? '') === name);
};

const judgeZone = (
  { id, name }: HostedZone,
  known: Pick<GetHostedZoneCommandOutput, 'HostedZone'> | undefined,
): Finding | undefined => {
  if (!known) {
    const what = { ko: `${id}: 이 계정에 없는 영역`, en: `${id}: there is no such zone in this account` };
    return fault('zone', what, SEE_ZONE_ID);
  }
  const actual = withoutDot(known.HostedZone?.Name ?? '');
  if (actual !== name) {
    const what = {
      ko: `${id}: ${name}이 아니라 ${actual}의 영역`,
      en: `${id}: is the zone of ${actual}, not of ${name}`,
    };
    return fault('zone', what, SEE_ZONE_ID);
  }
  if (!known.HostedZone?.Config?.PrivateZone) return undefined;
  const what = {
    ko: `${name}: 비공개 영역이라 밖에서 보이지 않음`,
    en: `${name}: is a private zone, which nobody outside sees`,
  };
  return fault('zone', what, SEE_ZONE_ID);
};

const SEE_ZONE_ID: Words = {
  ko: 'Route 53 콘솔에서 공개 영역의 id와 이름을 확인해 hostedZone에 적으세요.',
  en: 'Set hostedZone to the id and name of the public zone, as the Route 53 console shows them.',
};

const judgeDelegation = async (
  { resolver }: Context,
  { name }: HostedZone,
  known: GetHostedZoneCommandOutput | undefined,
): Promise<Finding | undefined> => {
  const servers = (known?.DelegationSet?.NameServers ?? []).map(withoutDot);
  const asked = (await nothingIfNone(resolver.resolveNs(name))).map(withoutDot);
  if (servers.length === 0 || asked.some((server) => servers.includes(server))) return undefined;
  return fault(
    'zone',
    {
      ko: `${name}: 도메인이 이 영역의 네임서버를 쓰지 않음`,
      en: `${name}: the domain does not use the name servers of this zone`,
    },
    {
      ko: `도메인 등록 기관에서 네임서버를 바꾸세요: ${servers.join(', ')}. 지금의 DNS를 쓰려면 hostedZone을 빼세요.`,
      en: `Set them at the registrar: ${servers.join(', ')}. To stay with the present DNS, leave hostedZone out.`,
    },
  );
};

/** A CNAME allows nothing beside it (RFC 1034, section 3.6.2), and CloudFormation does not take over what exists. */
export const judgeName = (
  { name, types, otherwise }: WantedName,
  sets: readonly Pick<ResourceRecordSet, 'Type'>[],
): Finding => {
  const taken = new Set(sets.flatMap(({ Type }) => (Type && isInTheWay(types, Type) ? [Type] : [])));
  if (taken.size === 0) return ok('zone', { ko: `${name}: 비어 있음`, en: `${name}: is free` });
  const list = [...taken].join(', ');
  return fault(
    'zone',
    {
      ko: `${name}: ${list} 레코드가 이미 있어 배포가 실패합니다.`,
      en: `${name}: has ${list} already, so a deployment fails.`,
    },
    {
      ko: `이 스테이지의 지난 배포가 남긴 것이면 지우고, 아니면 ${otherwise.ko}.`,
      en: `Delete it if an earlier deployment of this stage has left it, else ${otherwise.en}.`,
    },
  );
};

const isInTheWay = (wanted: readonly string[], type: string): boolean =>
  type === 'CNAME' || wanted.includes('CNAME') || wanted.includes(type);
