// Makes a button of any brand colour that can be read: WCAG 2.2 asks 4.5 to 1 between a label and what it stands on.

export interface ButtonColors {
  readonly fill: string;
  readonly text: string;
  readonly border: string;
}

const WHITE = '#ffffff';
const BLACK = '#111111';
const PALE_BORDER = '#8a919b';
const READABLE = 4.5;
/** From here on black reads well. Below, white is what people expect on a blue or a red, if need be a shade darker. */
const BRIGHT = 0.3;
/** From here on a fill can hardly be told from a white card. */
const PALE = 0.6;
const SHADE = 0.98;

/** `color` is `#rrggbb`, and so is what comes back. */
export const buttonColorsOf = (color: string): ButtonColors => {
  const luminance = luminanceOf(color);
  if (luminance > BRIGHT) return { fill: color, text: BLACK, border: luminance > PALE ? PALE_BORDER : color };
  const fill = darkenFor(WHITE, color);
  return { fill, text: WHITE, border: fill };
};

/** From 1 (the same) to 21 (black on white). */
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
