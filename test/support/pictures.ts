import { Resvg } from '@resvg/resvg-js';
import { FONT_FILES } from '../../src/report/draw/fonts.ts';
import { isMissing, missingLine, type Drawn } from '../../src/report/draw/figure.ts';

/** The picture. @throws Error if there is none */
export function there<Picture extends object>(picture: Drawn<Picture> | undefined): Picture {
  if (picture === undefined) throw new Error('no such picture');
  if (isMissing(picture)) throw new Error(missingLine(picture));
  return picture;
}

/** Where each frame of a GIF begins. */
export const frameCount = (gif: Uint8Array): number =>
  Buffer.from(gif).toString('latin1').split('\x21\xf9\x04').length - 1;

/** How far the content reaches beyond the edges of a picture, as `left -3.2`; empty if all is inside. */
export function outside(svg: string): string {
  const drawing = new Resvg(svg, {
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: 'Open Sans' },
  });
  const { x, y, width, height } = drawing.getBBox()!;
  const beyond = {
    left: x,
    top: y,
    right: drawing.width - x - width,
    bottom: drawing.height - y - height,
  };
  return Object.entries(beyond)
    .filter(([, room]) => room < 0)
    .map(([side, room]) => `${side} ${room.toFixed(1)}`)
    .join(', ');
}
