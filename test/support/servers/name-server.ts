// A name server on this machine with the records a test gives it: DNS over UDP (RFC 1035), reduced to what a resolver needs.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** `servfail`: the server fails. `silence`: it never answers. An unknown domain does not exist. */
export interface Zone {
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly mx?: readonly { readonly priority: number; readonly exchange: string }[];
  readonly txt?: readonly string[];
  readonly cname?: string;
  readonly ns?: readonly string[];
  readonly trouble?: 'servfail' | 'silence' | 'refused';
}

export interface NameServer {
  /** For `Resolver.setServers`. */
  readonly address: string;
  /** The questions so far, e.g. `MX example.com`. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const TYPES = { 1: 'A', 2: 'NS', 5: 'CNAME', 15: 'MX', 16: 'TXT', 28: 'AAAA' } as const;
type Type = (typeof TYPES)[keyof typeof TYPES];
const CODES = { none: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;

/** By lower-case domain. */
export type Zones = Readonly<Record<string, Zone>>;

/** `zonesOf` is called for each question. */
export const startNameServer = async (zonesOf: () => Zones): Promise<NameServer> => {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, question } = readQuestion(query);
    asked.push(`${type} ${name}`);
    const zone = zonesOf()[name];
    if (zone?.trouble === 'silence') return;
    const code = zone ? CODES[zone.trouble ?? 'none'] : CODES.nxdomain;
    const answers = zone && !zone.trouble ? recordsOf(zone, type) : [];
    socket.send(respond(query, question, code, answers), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    stop: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
};

const HEADER_BYTES = 12;

const readQuestion = (query: Buffer) => {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = TYPES[query.readUInt16BE(at + 1) as keyof typeof TYPES];
  return { name: labels.join('.').toLowerCase(), type, question: query.subarray(HEADER_BYTES, at + 5) };
};

/** The data of each record of the given type. */
const recordsOf = (
  { a = [], aaaa = [], mx = [], txt = [], ns = [], cname }: Zone,
  type: Type,
): { type: number; data: Buffer }[] => {
  if (type === 'A') return a.map((address) => ({ type: 1, data: Buffer.from(address.split('.').map(Number)) }));
  if (type === 'AAAA') return aaaa.map((address) => ({ type: 28, data: ipv6(address) }));
  if (type === 'TXT') return txt.map((text) => ({ type: 16, data: inStrings(text) }));
  if (type === 'NS') return ns.map((name) => ({ type: 2, data: nameBytes(name) }));
  if (type === 'CNAME') return cname === undefined ? [] : [{ type: 5, data: nameBytes(cname) }];
  return mx.map(({ priority, exchange }) => {
    const preference = Buffer.alloc(2);
    preference.writeUInt16BE(priority);
    return { type: 15, data: Buffer.concat([preference, nameBytes(exchange)]) };
  });
};

/** Split into strings of 20 characters, because long records consist of several strings. */
const inStrings = (text: string): Buffer =>
  Buffer.concat(
    (text.match(/.{1,20}/g) ?? []).map((part) => Buffer.from([part.length, ...Buffer.from(part, 'latin1')])),
  );

const nameBytes = (name: string): Buffer => {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.of(0)]);
};

/** Supports at most one `::`. */
const ipv6 = (address: string): Buffer => {
  const [first = [], last = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...zeros, ...last];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
};

const respond = (query: Buffer, question: Buffer, code: number, answers: { type: number; data: Buffer }[]): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  // A response with "recursion desired" and "recursion available".
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  const records = answers.map(({ type, data }) => {
    const record = Buffer.alloc(12);
    // A pointer to the name in the question.
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(60, 6);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, question, ...records]);
};
