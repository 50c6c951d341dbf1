// The second factor of an account: one-time codes of an app (RFC 6238), and recovery codes for whoever lost it.

/** All times are epoch milliseconds. */
export interface SecondFactor {
  /** A ULID. The secret is derived from it, and stored nowhere. */
  readonly id: string;
  readonly confirmedAt: number;
  /** The latest time step whose code was accepted. Neither it nor an earlier one is accepted again. */
  readonly lastStep: number;
  readonly recoveryCodes: readonly RecoveryCode[];
}

export interface RecoveryCode {
  readonly hash: string;
  /** Absent: it still works. */
  readonly usedAt?: number;
}
