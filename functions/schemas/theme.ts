// The look of the pages as a team configures it. Synth and the functions apply the same rules.
import * as z from 'zod/mini';
import {
  COLOR_RULE,
  CORNER_RADIUS_RULE,
  FONT_FAMILY_RULE,
  IMAGE_URL_RULE,
  isColor,
  isCornerRadius,
  isFontFamily,
  isImageUrl,
} from '#domain/brand.ts';

export const color = z.string(COLOR_RULE).check(z.refine(isColor, COLOR_RULE));
export const imageUrl = z.string(IMAGE_URL_RULE).check(z.refine(isImageUrl, IMAGE_URL_RULE));

export const theme = z.strictObject(
  {
    background: z.exactOptional(color),
    backgroundDark: z.exactOptional(color),
    cornerRadius: z.exactOptional(z.number(CORNER_RADIUS_RULE).check(z.refine(isCornerRadius, CORNER_RADIUS_RULE))),
    fontFamily: z.exactOptional(z.string(FONT_FAMILY_RULE).check(z.refine(isFontFamily, FONT_FAMILY_RULE))),
  },
  'must be an object',
);
