// The cookies of one browser: a later one replaces that of the same name, and an age of 0 removes it.

export const createCookies = () => {
  const cookies = new Map<string, string>();
  return {
    /** `lines`: the values of `Set-Cookie`. */
    keep: (lines: readonly string[]): void => {
      for (const line of lines) {
        const [, name = '', value = '', age] = /^([^=]+)=([^;]*);.*Max-Age=(\d+)/.exec(line) ?? [];
        if (age === '0') cookies.delete(name);
        else cookies.set(name, value);
      }
    },
    /** The value of `Cookie`. */
    header: (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    names: (): readonly string[] => [...cookies.keys()].toSorted(),
  };
};
