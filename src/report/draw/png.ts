/**
 * A small picture of few colours as a PNG (W3C, Portable Network Graphics, third edition): header, palette, pixels.
 *
 * Own code because zlib does the work and forty lines are left. Of the libraries tried, pngjs 7 writes no palette, and fast-png 8
 * gives the transparency of a palette to its first colours.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Rgb } from './colourScale.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const INDEXED = 3; // colour type: each pixel is a place in the palette

/** Length, four letters, data, checksum of letters and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/**
 * @param pixels  [height · width] places in the palette, row by row from the top
 * @param palette up to 256 colours; null is transparent
 */
export function encodePng(
  pixels: Uint8Array,
  width: number,
  height: number,
  palette: readonly (Rgb | null)[],
): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, INDEXED], 8); // bits for a pixel
  const rows = new Uint8Array((width + 1) * height); // each begins with its filter, 0: none
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flatMap((colour) => colour ?? [0, 0, 0]))),
    chunk(
      'tRNS',
      Uint8Array.from(palette, (colour) => (colour ? 255 : 0)),
    ),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Every pixel as a square of `times` × `times`: programs that enlarge pictures blur them. */
export function enlarged(
  pixels: Uint8Array,
  width: number,
  height: number,
  times: number,
): Uint8Array {
  const large = new Uint8Array(width * times * height * times);
  for (let row = 0; row < height * times; row++) {
    const from = Math.floor(row / times) * width;
    for (let column = 0; column < width * times; column++) {
      large[row * width * times + column] = pixels[from + Math.floor(column / times)];
    }
  }
  return large;
}

/** To be put into a page as it is. */
export function pngUrl(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}
