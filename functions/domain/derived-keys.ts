// Derives every secret of one generation from its master secret, so that no derived secret is stored.
import { hkdfSync } from 'node:crypto';

export interface DerivedKeys {
  /** The label of the master secret's generation, 0–255. */
  readonly generation: number;
  /** 32 bytes each. */
  readonly link: Buffer;
  readonly linkIv: Buffer;
  readonly code: Buffer;
  readonly refresh: Buffer;
  /** For the MAC in the row of a change that a logged-in person began. */
  readonly change: Buffer;
  /** For the MAC of the challenges of passkeys. */
  readonly ceremony: Buffer;
  /** For the MAC of what is given away to be sent back: tickets of log-ins and enrolments. */
  readonly sealed: Buffer;
}

/** HKDF-SHA256 (RFC 5869) with one label per use. `master` is 32 bytes. */
export const deriveKeys = (generation: number, master: Buffer): DerivedKeys => {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `latchkey/${use}`, 32));
  return {
    generation,
    link: derive('link'),
    linkIv: derive('link-iv'),
    code: derive('code'),
    refresh: derive('refresh'),
    change: derive('change'),
    ceremony: derive('ceremony'),
    sealed: derive('sealed'),
  };
};
