// A stranger asks for a mail after the owner did, and reads the continuation that they get.

import { decodeTime } from 'ulid';
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';
import { aClient, ask } from '../support/local/people.ts';

const service = useLocalService();

/** The id inside a continuation; anybody can read it. */
const idOf = (continuation: string): string =>
  JSON.parse(Buffer.from(continuation.split('.')[0] ?? '', 'base64url').toString()).at(-1);

it.each(['/reset', '/login/link'])(
  'a stranger’s continuation of %s tells neither that nor when the owner asked',
  async (path) => {
    const { address } = await createLocalAccount(service);
    const owner = await ask(service, path, address, { client: aClient(service) });
    await service.advance(61);
    const askAs = async (email: string) => {
      const askedAt = (await service.advance(0)).getTime();
      const { status, body } = await aClient(service).post(path, { email });
      expect(status).toBe(202);
      const id = idOf(body.continuation);
      expect(decodeTime(id) - askedAt).toBeLessThan(30_000);
      expect(decodeTime(id)).toBeGreaterThanOrEqual(askedAt);
      return { id, rest: { ...body, address: typeof body.address, continuation: body.continuation.length } };
    };
    const [ofOwner, ofNobody] = [await askAs(address), await askAs(freshAddress())];
    expect(ofOwner.id).not.toBe(idOf(owner.continuation));
    // Its last characters are the number that stands in the subject of the owner's mail.
    expect(ofOwner.id.slice(-4)).not.toBe(idOf(owner.continuation).slice(-4));
    expect(ofOwner.rest).toEqual(ofNobody.rest);
  },
);
