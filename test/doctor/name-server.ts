// A name server of a few lines on a port of its own (RFC 1035): it knows the records it is given, and that there are no others.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** By lower-case name. An `undefined` map entry is a name that does not exist. */
export type Zone = Readonly<Record<string, { readonly txt?: readonly string[]; readonly mx?: readonly string[] }>>;

export interface NameServer {
  /** `127.0.0.1:port`. */
  readonly address: string;
  stop(): Promise<void>;
}

const TYPES = { mx: 15, txt: 16 } as const;
const HEADER_BYTES = 12;

/** `zone` is asked anew for each question. */
export const startNameServer = async (zone: () => Zone): Promise<NameServer> => {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => socket.send(answer(question, zone()), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const stop = async () => {
    socket.close();
    await once(socket, 'close');
  };
  return { address: `127.0.0.1:${socket.address().port}`, stop };
};

const answer = (question: Buffer, zone: Zone): Buffer => {
  const { name, end } = readName(question);
  const type = question.readUInt16BE(end);
  const records = zone[name];
  const data = records ? dataOf(records, type) : [];
  const header = Buffer.from(question.subarray(0, HEADER_BYTES));
  // An answer with authority and recursion; 3 says that there is no such name.
  header.writeUInt16BE(0x8580 | (records ? 0 : 3), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(data.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(HEADER_BYTES, end + 4), ...data.map((bytes) => record(type, bytes))]);
};

const readName = (question: Buffer): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
};

const dataOf = ({ txt = [], mx = [] }: NonNullable<Zone[string]>, type: number): Buffer[] => {
  if (type === TYPES.txt) return txt.map((text) => Buffer.concat(inStrings(text)));
  if (type !== TYPES.mx) return [];
  return mx.map((host) => Buffer.concat([Buffer.from([0, 10]), ...host.split('.').map(asString), Buffer.from([0])]));
};

const asString = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);

/** In strings of 20 characters, as long records come in several. */
const inStrings = (text: string): Buffer[] => (text.match(/.{1,20}/g) ?? []).map(asString);

/** Its name is that of the question, by a pointer. */
const record = (type: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
};
