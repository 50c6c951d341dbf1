// What each flow asks of DynamoDB and KMS, and how much it logs. `test/flows/operations.test.ts` measures the flows against this,
// and docs/cost.md multiplies it by prices.

/** A command with the units that it consumes, or a batch with its number of keys. */
export const READ = 'GetItem 1';
export const WRITE = 'PutItem 1';
/** An addition to a counter. */
export const COUNT = 'UpdateItem 1';
/** Of the index; the stand-in for DynamoDB reports no units. */
const QUERY = 'Query 0';
export const batchOf = (keys: number): string => `BatchGetItem ${keys}`;

export interface Operations {
  readonly database: readonly string[];
  /** Writes to the index of sessions: one for each new session. */
  readonly indexWrites?: number;
  readonly signatures?: number;
  /** At most, as the functions write it. */
  readonly logBytes: number;
}

export const OPERATIONS = {
  /** `POST /signup` */
  signUp: { database: [COUNT, READ, COUNT, WRITE], logBytes: 700 },
  /** The courier, for a mail to a new address. */
  firstMail: {
    database: [READ, READ, READ, batchOf(9), COUNT, COUNT, COUNT, COUNT, WRITE],
    logBytes: 1000,
  },
  /** The feedback function, for a mail that arrived. */
  delivered: { database: [READ, WRITE], logBytes: 700 },
  /** `POST /verify/status` while nothing has happened. */
  poll: { database: [READ], logBytes: 200 },
  /** `POST /links/inspect` */
  inspectLink: { database: [], logBytes: 200 },
  /** `POST /verify` with link and continuation. */
  verifyByLink: {
    database: [batchOf(2), READ, READ, WRITE, WRITE, WRITE, WRITE],
    indexWrites: 1,
    signatures: 1,
    logBytes: 700,
  },
  /** `POST /login` from a network that the address has used before. */
  logIn: {
    database: [batchOf(4), WRITE, READ, WRITE, WRITE, QUERY],
    indexWrites: 1,
    signatures: 1,
    logBytes: 500,
  },
  /** `POST /token/refresh` */
  refresh: { database: [READ, READ, WRITE, READ], signatures: 1, logBytes: 200 },
  /** `GET /me` */
  me: { database: [batchOf(2), READ], logBytes: 200 },
} as const satisfies Readonly<Record<string, Operations>>;
