// What the mails use and a mail program does not support, by the data of caniemail.com.
import { type CanIEmailResult, caniemail, rawData } from 'caniemail';

type EmailClient = Parameters<CanIEmailResult['issues']['errors']['set']>[0];

/**
 * What people in Korea read mail with, as far as the data has it. It has neither Naver Mail nor Daum Mail: those show the theme
 * `bare` of the preview. Gmail in the browser of a phone and Windows Mail, which has ended, are left out.
 */
export const PROGRAMS = {
  'Apple Mail': ['apple-mail.ios', 'apple-mail.macos'],
  Gmail: ['gmail.desktop-webmail'],
  'Gmail app': ['gmail.android', 'gmail.ios'],
  Outlook: ['outlook.outlook-com', 'outlook.android', 'outlook.ios', 'outlook.macos'],
  'Outlook for Windows': ['outlook.windows'],
  'Samsung Email': ['samsung-email.android'],
} as const satisfies Record<string, readonly EmailClient[]>;
export type Program = keyof typeof PROGRAMS;
const CLIENTS: readonly EmailClient[] = Object.values(PROGRAMS).flat();

/** Which programs do not support a feature, or only in part, by the feature. */
export type Gaps = ReadonlyMap<string, ReadonlySet<Program>>;

interface Feature {
  readonly title: string;
  /** What each version of a program supports: `y`, `n`, `a` (in part) or `u` (unknown), and the numbers of notes. */
  readonly stats: Record<string, Record<string, Record<string, string>>>;
}

const FEATURES = rawData.data as unknown as readonly Feature[];

/** The checker compares versions as text and fails where a program is missing: it is given the newest version alone. */
for (const { stats } of FEATURES)
  for (const client of CLIENTS) {
    const [family = '', platform = ''] = client.split('.');
    const versions = Object.values(stats[family]?.[platform] ?? {});
    stats[family] = { ...stats[family], [platform]: { newest: versions.at(-1) ?? 'y' } };
  }

/** Features that the checker does not look for. */
const UNSEEN: Readonly<Record<string, RegExp>> = {
  '@media (prefers-color-scheme)': /@media \(prefers-color-scheme/,
  'linear-gradient()': /linear-gradient\(/,
};

export const gapsOf = (html: string): Gaps => {
  const { errors, warnings } = caniemail({ clients: [...CLIENTS], html }).issues;
  const found = [errors, warnings].flatMap((issues) =>
    [...issues].flatMap(([client, list]) => list.map(({ title }) => [title, client] as const)),
  );
  const unseen = Object.entries(UNSEEN)
    .filter(([, pattern]) => pattern.test(html))
    .flatMap(([title]) => clientsWithout(title).map((client) => [title, client] as const));
  const gaps = new Map<string, Set<Program>>();
  for (const [title, client] of [...found, ...unseen]) {
    const programs = gaps.get(title) ?? new Set();
    gaps.set(title, programs.add(programOf(client)));
  }
  return gaps;
};

const clientsWithout = (title: string): readonly EmailClient[] => {
  const feature = FEATURES.find((known) => known.title === title);
  if (!feature) throw new Error(`caniemail.com does not know ${title}`);
  return CLIENTS.filter((client) => {
    const [family = '', platform = ''] = client.split('.');
    return !feature.stats[family]?.[platform]?.['newest']?.startsWith('y');
  });
};

const programOf = (client: EmailClient): Program => {
  const names = Object.keys(PROGRAMS) as Program[];
  const name = names.find((program) => (PROGRAMS[program] as readonly EmailClient[]).includes(client));
  if (!name) throw new Error(`no program is ${client}`);
  return name;
};
