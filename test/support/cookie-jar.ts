// The cookies of one browser, for each host, whatever the port.

type Hosts = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface CookieJar {
  /** The header `cookie`, which may be empty. */
  headerFor(url: URL): string;
  /** `lines`: the values of `Set-Cookie`. */
  keep(url: URL, lines: readonly string[]): void;
  namesFor(url: URL): readonly string[];
  /** What a thief has who copied the cookies of a host. */
  copyAt(hostname: string): CookieJar;
}

const HOUR = 3_600_000;

const isOver = (setCookie: string): boolean => {
  const age = /;\s*Max-Age=(-?\d+)/i.exec(setCookie)?.[1];
  const end = /;\s*Expires=([^;]+)/i.exec(setCookie)?.[1];
  // The clocks of the service and of this machine may differ by minutes.
  return age === undefined ? end !== undefined && Date.parse(end) < Date.now() - HOUR : Number(age) <= 0;
};

export const createCookieJar = (start: Hosts = new Map()): CookieJar => {
  const hosts = new Map(start);
  return {
    headerFor: ({ hostname }) => [...(hosts.get(hostname) ?? [])].map((pair) => pair.join('=')).join('; '),
    namesFor: ({ hostname }) => [...(hosts.get(hostname)?.keys() ?? [])].toSorted(),
    keep: ({ hostname }, lines) => {
      const cookies = new Map(hosts.get(hostname));
      for (const text of lines) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
        if (isOver(text)) cookies.delete(name);
        else cookies.set(name, value);
      }
      hosts.set(hostname, cookies);
    },
    copyAt: (hostname) => createCookieJar(new Map([[hostname, new Map(hosts.get(hostname))]])),
  };
};
