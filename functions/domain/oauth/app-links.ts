// The apps of a team that belong to the domain of this service: they open its links, and know the passwords saved for it.

export interface AndroidApp {
  readonly package: string;
  /** Of the certificates that sign it: 32 bytes in upper-case hex, with colons. */
  readonly sha256Fingerprints: readonly string[];
}

export interface AppLinks {
  /** `<team id>.<bundle id>`. */
  readonly apple?: readonly string[];
  readonly android?: readonly AndroidApp[];
}
