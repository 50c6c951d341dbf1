// How the team appears to its users, and which parts of the look it may choose. No value can end the style sheet or widen
// the pages' policy, and text is readable on every colour.
import { contrastOf } from './brand-colors.ts';

/** The look of the pages that a team may choose besides its colour. The rules below validate it. */
export interface Theme {
  /** `#rrggbb`: the background of the pages in the light colour scheme. */
  readonly background?: string;
  /** The same for the dark colour scheme. */
  readonly backgroundDark?: string;
  /** In CSS pixels. */
  readonly cornerRadius?: number;
  /** Names of fonts installed on the device, separated by commas. The system's font is the fallback. */
  readonly fontFamily?: string;
}

/** The team's brand, from the configuration. */
export interface Brand {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly supportAddress?: string;
  /** Where a person goes after verifying. */
  readonly appUrl?: string;
  /** An https image that pages and mails show instead of the name (`isImageUrl`). */
  readonly logoUrl?: string;
  /** The same for the dark colour scheme. Without it, the dark scheme shows `logoUrl` on white. */
  readonly logoUrlDark?: string;
  /** An https image for the tab of the browser. */
  readonly faviconUrl?: string;
  readonly theme?: Theme;
}

export const COLOR_RULE = 'must be #rrggbb';
export const isColor = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const IMAGE_URL_MAXIMUM_LENGTH = 300;
/**
 * A URL parser accepts `;`, `,` and `*` in a host name. In a content security policy they would end the list or match any
 * host.
 */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
export const IMAGE_URL_RULE = `must be an https URL of at most ${IMAGE_URL_MAXIMUM_LENGTH} characters, with a host name and without credentials`;
export const isImageUrl = (text: string): boolean => {
  const url = text.length <= IMAGE_URL_MAXIMUM_LENGTH && /^https:\/\/\S+$/.test(text) ? URL.parse(text) : null;
  return url !== null && HOST_NAME.test(url.hostname) && url.username === '' && url.password === '';
};

/** In CSS pixels. */
const CORNER_RADIUS_MAXIMUM = 24;
export const CORNER_RADIUS_RULE = `must be a number from 0 to ${CORNER_RADIUS_MAXIMUM}`;
export const isCornerRadius = (pixels: number): boolean => pixels >= 0 && pixels <= CORNER_RADIUS_MAXIMUM;

const FONT_FAMILY_MAXIMUM_LENGTH = 200;
/** No quote, escape, bracket or semicolon, because each name is put between quotes unchanged. */
const FONT_NAMES = /^[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*(?:, ?[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*)*$/u;
export const FONT_FAMILY_RULE = `must be names of fonts separated by commas, letters, digits, spaces and "-" only, at most ${FONT_FAMILY_MAXIMUM_LENGTH} characters`;
export const isFontFamily = (text: string): boolean =>
  text.length <= FONT_FAMILY_MAXIMUM_LENGTH && FONT_NAMES.test(text);

/** WCAG 2.2, 1.4.3, for text of any size. */
const READABLE_CONTRAST = 4.5;
const WHITE = '#ffffff';
const SOFT_BLACK = '#101114';
const BLACK = '#000000';

/**
 * The colour of text on `ground`. Every ground has one: its contrasts with white and with black multiply to 21, so one of
 * them is always at least 4.58.
 */
export const inkOn = (ground: string): string =>
  [WHITE, SOFT_BLACK].find((ink) => contrastOf(ink, ground) >= READABLE_CONTRAST) ?? BLACK;
