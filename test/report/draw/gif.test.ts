import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeGif } from '../../../src/report/draw/gif.ts';

const square = (colour: string, size = 20): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="10" height="10" fill="${colour}"/></svg>`;

/** The delays of its frames, in hundredths of a second: each frame has a graphic control extension 21 F9 04. */
function delays(gif: Uint8Array): number[] {
  const bytes = Buffer.from(gif);
  const found: number[] = [];
  for (let at = bytes.indexOf('21f904', 0, 'hex'); at >= 0;) {
    found.push(bytes.readUInt16LE(at + 4));
    at = bytes.indexOf('21f904', at + 3, 'hex');
  }
  return found;
}

test('frames keep their order, size and time, and start over for ever', () => {
  const gif = encodeGif([
    { svg: square('#c00'), milliseconds: 50 },
    { svg: square('#00c'), milliseconds: 2500 },
  ]);
  const bytes = Buffer.from(gif);
  assert.is(bytes.subarray(0, 6).toString(), 'GIF89a');
  assert.equal([bytes.readUInt16LE(6), bytes.readUInt16LE(8)], [20, 20]);
  assert.equal(delays(gif), [5, 250]);
  const repeats = bytes.indexOf('NETSCAPE2.0');
  assert.ok(repeats > 0);
  assert.is(bytes.readUInt16LE(repeats + 13), 0);
});

test('a frame like the one before takes next to no space', () => {
  const busy = Array.from(
    { length: 400 },
    (_, n) =>
      `<circle cx="${(n * 37) % 200}" cy="${(n * 53) % 200}" r="3" fill="hsl(${n}, 60%, 50%)"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">${busy.join('')}</svg>`;
  const still = { svg, milliseconds: 50 };
  const one = encodeGif([still]).length;
  assert.ok(one > 5000, `${one} bytes`);
  const ten = encodeGif(new Array<typeof still>(10).fill(still)).length;
  assert.ok((ten - one) / 9 < 500, `${(ten - one) / 9} bytes for each`);
});

test('frames of different sizes, or none, are refused', () => {
  const frames = [square('#c00'), square('#c00', 30)].map((svg) => ({ svg, milliseconds: 50 }));
  assert.throws(() => encodeGif(frames), /expected frames of 20 × 20, got 30 × 30/);
  assert.throws(() => encodeGif([]), /at least one frame/);
});

test.run();
