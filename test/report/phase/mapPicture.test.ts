import { inflateSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS, COLUMNS } from '../../../src/train/config/phaseGrid.ts';
import { colourAt, mixed, rgbOf } from '../../../src/report/draw/colourScale.ts';
import { rangeOf, shareOf } from '../../../src/report/phase/mapColours.ts';
import { mapPicture } from '../../../src/report/phase/mapPicture.ts';
import { encodePng } from '../../../src/report/draw/png.ts';

test('the colour scale grows lighter all the way, and stays within its ends', () => {
  const lightness = (share: number): number => {
    const [r, g, b] = colourAt(share);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let i = 0; i < 20; i++) assert.ok(lightness(i / 20) < lightness((i + 1) / 20), `${i}`);
  assert.equal(colourAt(-3), colourAt(0));
  assert.equal(colourAt(7), colourAt(1));
  assert.equal(colourAt(1), rgbOf('#fde725'));
  assert.equal(mixed([0, 0, 0], [100, 50, 10], 0.5), [50, 25, 5]);
});

test('a logarithmic range runs between powers of ten and does not count zeros', () => {
  const visits = Array.from({ length: CELLS }, (_, i) => (i % 2 === 0 ? 0 : i % 3 === 0 ? 2 : 45));
  assert.equal(rangeOf('log', visits), [1, 100]);
  assert.equal(rangeOf('log', new Array<number>(CELLS).fill(0)), [1, 10]);
});

test('a few extreme cells do not take all colours', () => {
  const values = Array.from({ length: CELLS }, (_, i) => (i < 10 ? 1e6 : i / CELLS));
  const [, most] = rangeOf('linear', values);
  assert.ok(most < 1 && most > 0.9, `${most}`);
});

test('halfway is a factor on a logarithmic scale', () => {
  assert.is(Number(shareOf(10, [1, 100], 'log').toFixed(9)), 0.5);
  assert.is(shareOf(3, [1, 5], 'linear'), 0.5);
});

/** The pixels of a PNG with a palette. */
function decoded(url: string): { pixels: (x: number, y: number) => number; width: number } {
  const png = Buffer.from(url.replace('data:image/png;base64,', ''), 'base64');
  const width = png.readUInt32BE(16);
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  return { width, pixels: (x, y) => rows[y * (width + 1) + 1 + x] };
}

test('the lowest velocity is at the bottom, and a cell never visited is a hole', () => {
  const visits = new Array<number>(CELLS).fill(0);
  visits[0] = 1; // leftmost, slowest
  visits[CELLS - 1] = 100;
  const { pixels, width } = decoded(mapPicture('log', visits, [1, 100]));
  const size = width / COLUMNS;
  const height = (CELLS / COLUMNS) * size;
  assert.is(pixels(0, height - 1), 1);
  assert.is(pixels(width - 1, 0), 64);
  assert.is(pixels(0, 0), 0);
  assert.is(pixels(width - 1, height - 1), 0);
});

test('a PNG is what the standard says, bit for bit', () => {
  // python3: zlib.crc32(b'IHDR' + ...), b'IEND' has the well-known 0xae426082
  const png = Buffer.from(encodePng(Uint8Array.of(0, 1), 2, 1, [null, [1, 2, 3]]));
  assert.is(png.subarray(0, 8).toString('hex'), '89504e470d0a1a0a');
  assert.is(png.subarray(8, 29).toString('hex'), '0000000d494844520000000200000001080300000' + '0');
  assert.is(png.subarray(-12).toString('hex'), '0000000049454e44ae426082');
  const palette = png.indexOf('PLTE');
  assert.equal([...png.subarray(palette + 4, palette + 10)], [0, 0, 0, 1, 2, 3]);
  const holes = png.indexOf('tRNS');
  assert.equal([...png.subarray(holes + 4, holes + 6)], [0, 255]);
});

test.run();
