// What administrators may be let do: each act by its path, and two sets of acts that fit most teams.

const READS = ['users/find', 'users/list', 'users/show', 'users/explain', 'users/audit'] as const;
const SUPPORTS = [
  'users/create',
  'users/disable',
  'users/enable',
  'users/log-out',
  'users/resend',
  'users/set-metadata',
  'suppressions/lift',
  'suppressions/set',
] as const;
const OTHERS = [
  'users/change-email',
  'users/delete',
  'users/export',
  'users/remove-second-factor',
  'events/replay',
  'import',
] as const;

/** Those of the route table. Its own type would bring the types of the whole API into the package. */
export const ACTS = [...READS, ...SUPPORTS, ...OTHERS] as const;

/** A path below `/admin/`, such as `users/disable`. */
export type AdminAct = (typeof ACTS)[number];

/** `read` changes nothing. `support` is for a help desk: nothing of it takes an account away or copies it. */
export const ACT_SETS = {
  read: READS,
  support: [...READS, ...SUPPORTS],
} as const satisfies Readonly<Record<string, readonly AdminAct[]>>;

export type AdminGrant = keyof typeof ACT_SETS | AdminAct;

const isSet = (grant: AdminGrant): grant is keyof typeof ACT_SETS => Object.hasOwn(ACT_SETS, grant);

/** Without any grant: every act, also those of later releases. */
export const pathsOf = (grants: readonly AdminGrant[]): readonly string[] => {
  const acts = grants.flatMap((grant): readonly AdminAct[] => (isSet(grant) ? ACT_SETS[grant] : [grant]));
  return grants.length === 0 ? ['/admin/*'] : [...new Set(acts)].map((act) => `/admin/${act}`);
};
