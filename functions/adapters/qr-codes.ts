// Draws QR codes as SVG. The library is loaded with the first one: few requests need it.
import type { QrCodes } from '#domain/ports/factors.ts';

/** The quiet zone that scanners need (ISO/IEC 18004). */
const BORDER = 4;

export const qrCodes: QrCodes = {
  svg: async (text) => {
    const { renderSVG } = await import('uqr');
    return renderSVG(text, { border: BORDER, pixelSize: 1 });
  },
};
