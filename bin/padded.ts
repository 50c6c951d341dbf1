// Pads text to a width of a terminal.
import stringWidth from 'string-width';

/** Hangul and other wide characters take two columns. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - stringWidth(text)));
