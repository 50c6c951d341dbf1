// What the fields of several answers have in common.
import * as z from 'zod/mini';
import { METADATA_MAXIMUM_BYTES } from '#domain/account/metadata.ts';
import { PROFILE_MAXIMUM_BYTES } from '#domain/account/profile.ts';

/** The longest text of an answer, for those without a limit of their own: Lambda answers no more than 6 MB. */
export const ANSWER_MAXIMUM_LENGTH = 6 * 1024 * 1024;
/** Where a configuration sets none: each item takes more than 32 bytes of the answer. */
export const LONG_LIST_MAXIMUM = ANSWER_MAXIMUM_LENGTH / 32;
/** Of consents that are asked for, of keys, and of what a discovery document lists. */
const LIST_MAXIMUM = 20;

export const text = (maximumLength: number) => z.string().check(z.maxLength(maximumLength));
export const anyText = text(ANSWER_MAXIMUM_LENGTH);
export const list = <Item extends z.ZodMiniType>(item: Item, maximumLength = LIST_MAXIMUM) =>
  z.array(item).check(z.maxLength(maximumLength));

export const seconds = z.int().check(z.gte(1));
export const email = text(254);
/** E.164. */
export const phone = text(16);
/** With its last part hidden. */
export const network = text(45);
export const key = text(32);

/** Any JSON. */
export const metadata = z.record(text(METADATA_MAXIMUM_BYTES), z.unknown());

export const profile = z.record(key, z.union([text(PROFILE_MAXIMUM_BYTES), z.number(), z.boolean()]));

export const time = z.iso.datetime().check(z.maxLength(24));
