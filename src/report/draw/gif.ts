/** From pictures to an animation: SVG frames are drawn as pixels and packed into a GIF that runs for ever. */
import { Resvg } from '@resvg/resvg-js';
import gifenc from 'gifenc';
import { FONT_FILES } from './fonts.ts';
import { PAPER, type Theme } from './palette.ts';

export interface Frame {
  /** All frames have the same size. */
  readonly svg: string;
  readonly milliseconds: number;
}

/** An animation as GIFs, for light and for dark pages. */
export type Themed = Readonly<Record<Theme, Uint8Array>>;

/** Colours of the whole animation; one more number stands for "as before". */
const COLOURS = 128;
/** Frames that the colours are chosen from. */
const SAMPLED = 8;

interface Pixels {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function pixelsOf(svg: string): Pixels {
  const { pixels, width, height } = new Resvg(svg, {
    background: PAPER.light,
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: 'Open Sans' },
  }).render();
  return { rgba: new Uint8Array(pixels), width, height };
}

/** @throws RangeError if there is no frame, or one has another size than the first */
export function encodeGif(frames: readonly Frame[]): Uint8Array {
  if (frames.length === 0) throw new RangeError('encodeGif: expected at least one frame, got none');
  const encoder = gifenc.GIFEncoder();
  const palette = paletteOf(frames);
  const asBefore = palette.length;
  palette.push([0, 0, 0]);
  let before: Uint8Array | null = null;
  let size = '';
  for (const { svg, milliseconds } of frames) {
    const { rgba, width, height } = pixelsOf(svg);
    if (before && size !== `${width} × ${height}`) {
      throw new RangeError(`encodeGif: expected frames of ${size}, got ${width} × ${height}`);
    }
    size = `${width} × ${height}`;
    const index = gifenc.applyPalette(rgba, palette.slice(0, asBefore));
    encoder.writeFrame(changes(index, before, asBefore), width, height, {
      ...(before ? {} : { palette, repeat: 0 }),
      delay: milliseconds,
      transparent: true,
      transparentIndex: asBefore,
      dispose: 1,
    });
    before = index;
  }
  encoder.finish();
  return encoder.bytes();
}

/** The pixels that differ from the frame before; runs of "as before" take next to no space. */
function changes(index: Uint8Array, before: Uint8Array | null, asBefore: number): Uint8Array {
  return before ? index.map((colour, i) => (colour === before[i] ? asBefore : colour)) : index;
}

/** Colours for all frames, chosen from a few of them: the first, the last and some between. */
function paletteOf(frames: readonly Frame[]): number[][] {
  const count = Math.min(SAMPLED, frames.length);
  const sample = Array.from({ length: count }, (_, n) => {
    const at = count === 1 ? 0 : Math.floor((n * (frames.length - 1)) / (count - 1));
    return pixelsOf(frames[at].svg).rgba;
  });
  return gifenc.quantize(new Uint8Array(Buffer.concat(sample)), COLOURS);
}
