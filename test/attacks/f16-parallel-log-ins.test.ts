// Right log-ins at the same moment, from several networks: a wait of zero refuses nobody.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn } from '../support/local/people.ts';

const service = useLocalService();

it('five right log-ins at once from five networks are never told to wait; one that lost a race succeeds when repeated', async () => {
  const { address } = await createLocalAccount(service);
  const clients = Array.from({ length: 5 }, () => aClient(service));
  const statuses: number[] = [];
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(clients.map((client) => logIn(client, address)));
    for (const { status } of answers) {
      const isLost = status === 409;
      statuses.push(isLost ? (await logIn(aClient(service), address)).status : status);
    }
  }
  expect(statuses).toEqual(Array(100).fill(200));
});
