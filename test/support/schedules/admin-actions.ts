// What an administrator does in a schedule of an account, and what is noted of it.
import type { User } from '#domain/account/user.ts';
import type { Outcome } from '#domain/errors.ts';
import { userKey } from '#domain/store-keys.ts';
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import type { Span } from './asked.ts';
import type { Steps } from './steps.ts';
import type { World } from './world.ts';

export const ADMIN_ACTIONS = ['admin disables', 'admin enables'] as const;
export type AdminAction = (typeof ADMIN_ACTIONS)[number];

export interface Standing {
  /** Acts that returned. */
  readonly disabled: Span[];
  readonly enabled: Span[];
  /** Whether the account is disabled now; `undefined` if it is gone. */
  isDisabled(): Promise<boolean | undefined>;
}

/** Of the account that the world began with. */
export const createStanding = (world: World): Standing & { readonly steps: Steps<AdminAction> } => {
  const { service, witness, given } = world;
  const userId = given[0]?.userId ?? '';
  const disabled: Span[] = [];
  const enabled: Span[] = [];
  const act = async (noted: Span[], change: (userId: string, actId: string) => Promise<Outcome<User>>) => {
    const from = witness.next();
    // An act that fails half-way has perhaps been done. The administrator repeats it, here with another step.
    const done = await change(userId, `act ${from}`).catch(() => undefined);
    if (done?.ok) noted.push({ from, until: witness.next() });
  };
  return {
    disabled,
    enabled,
    isDisabled: async () => {
      const [user] = await service.store.load([userKey(userId)]);
      return user && user.disabled !== undefined;
    },
    steps: {
      'admin disables': () => act(disabled, (...of) => disableUser(service.dependencies, ...of)),
      'admin enables': () => act(enabled, (...of) => enableUser(service.dependencies, ...of)),
    },
  };
};
