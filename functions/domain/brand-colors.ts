// Makes a readable button from any brand colour: WCAG 2.2 requires a contrast of 4.5 to 1 between a label and its background.

export interface ButtonColors {
  readonly fill: string;
  readonly text: string;
  readonly border: string;
}

const WHITE = '#ffffff';
const BLACK = '#111111';
const PALE_BORDER = '#8a919b';
const READABLE = 4.5;
/**
 * Above this luminance the label is black. Below, it is white, as people expect on blue or red, and the fill is darkened if
 * needed.
 */
const BRIGHT = 0.3;
/** Above this luminance the fill can hardly be told from a white card, so the button gets a border. */
const PALE = 0.6;
const SHADE = 0.98;

/** `color` and the results are `#rrggbb`. */
export const buttonColorsOf = (color: string): ButtonColors => {
  const luminance = luminanceOf(color);
  if (luminance > BRIGHT) return { fill: color, text: BLACK, border: luminance > PALE ? PALE_BORDER : color };
  const fill = darkenFor(WHITE, color);
  return { fill, text: WHITE, border: fill };
};

/** The contrast ratio: from 1 (same colour) to 21 (black on white). */
export const contrastOf = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const darkenFor = (text: string, color: string): string =>
  contrastOf(text, color) >= READABLE ? color : darkenFor(text, shade(color));

const shade = (color: string): string =>
  `#${channelsOf(color)
    .map((channel) =>
      Math.floor(channel * SHADE)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const luminanceOf = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const channelsOf = (color: string): number[] =>
  [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
