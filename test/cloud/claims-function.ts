// A function of the team beside the deployment: it is no part of the stack.
import { crc32 } from 'node:zlib';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ACCOUNT, clientOptions, type MiniStack, REGION } from './ministack.ts';

const NAME = 'claims';
export const CLAIMS_FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}`;

/** `code`: of one ES module that exports `handler`. */
export const createClaimsFunction = async (miniStack: MiniStack, code: string): Promise<void> => {
  const client = new LambdaClient(clientOptions(miniStack));
  await client.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/claims`,
      Code: { ZipFile: zipOf('index.mjs', Buffer.from(code)) },
      MemorySize: 256,
    }),
  );
  client.destroy();
};

/** An archive of one file, which is not compressed: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3 */
const zipOf = (name: string, content: Buffer): Buffer => {
  const version = 20;
  const file = Buffer.from(name);
  // Version, flags, method, time, date; checksum, both sizes, length of the name, extra field.
  const about = Buffer.alloc(26);
  about.writeUInt16LE(version, 0);
  about.writeUInt32LE(crc32(content), 10);
  about.writeUInt32LE(content.length, 14);
  about.writeUInt32LE(content.length, 18);
  about.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, file, content]);
  const made = Buffer.alloc(2);
  made.writeUInt16LE(version, 0);
  // Comment, disk, attributes, and where the file begins: at 0.
  const central = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, about, Buffer.alloc(14), file]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
};
