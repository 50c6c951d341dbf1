// People who solve the human check, for the test service: their tokens count once, as those of Cloudflare do.
import type { HumanCheck, HumanCheckRequest } from '#domain/ports/factors.ts';
import type { HumanCheckSettings } from '#domain/settings.ts';

export const SITE_KEY = '0x4AAAAAAAtestsitekey';
export const ALWAYS: HumanCheckSettings = { mode: 'on', siteKey: SITE_KEY };
export const WHEN_BOMBED: HumanCheckSettings = { mode: 'whenBombed', siteKey: SITE_KEY };

export interface People extends HumanCheck {
  /** A token of a widget for that action. */
  solve(action: string): string;
  /** What was asked so far. */
  readonly asked: readonly (HumanCheckRequest & { readonly token: string })[];
  /** Nobody can tell from now on. */
  isDown: boolean;
}

export const createPeople = (): People => {
  const tokens = new Map<string, { readonly action: string; usedBy?: string }>();
  const asked: (HumanCheckRequest & { readonly token: string })[] = [];
  const people: People = {
    asked,
    isDown: false,
    solve: (action) => {
      const token = `token-${tokens.size}`;
      tokens.set(token, { action });
      return token;
    },
    check: async (token, request) => {
      asked.push({ token, ...request });
      if (people.isDown) return 'unavailable';
      const known = tokens.get(token);
      if (!known || known.action !== request.action) return 'refused';
      const use = request.repeatOf ?? '';
      if (known.usedBy !== undefined && (use === '' || known.usedBy !== use)) return 'refused';
      known.usedBy = use;
      return 'passed';
    },
  };
  return people;
};
