import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Canvas, coloured } from '../../../src/report/terminal/braille.ts';
import type { Rgb } from '../../../src/report/draw/colourScale.ts';

const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];

test('each dot is where the Unicode standard has it', () => {
  const one = (x: number, y: number): string => {
    const canvas = new Canvas(1, 1);
    canvas.dot(x, y, null);
    return canvas.lines(false)[0];
  };
  // Braille pattern dots-1 to dots-8: U+2801, 2802, 2804, 2808, 2810, 2820, 2840, 2880
  assert.equal([one(0, 0), one(0, 1), one(0, 2)], ['⠁', '⠂', '⠄']);
  assert.equal([one(1, 0), one(1, 1), one(1, 2)], ['⠈', '⠐', '⠠']);
  assert.equal([one(0, 3), one(1, 3)], ['⡀', '⢀']);
});

test('dots gather in their characters, and those outside are left out', () => {
  const canvas = new Canvas(2, 2);
  canvas.dot(0, 0, null);
  canvas.dot(1, 3, null);
  canvas.dot(3, 4, null);
  for (const [x, y] of [
    [-1, 0],
    [0, -1],
    [4, 0],
    [0, 8],
  ])
    canvas.dot(x, y, RED);
  assert.equal(canvas.lines(true), ['⢁⠀', '⠀⠈']);
});

test('colours are written where they change, and taken back at the end of a line', () => {
  const canvas = new Canvas(4, 1);
  canvas.dot(0, 0, RED);
  canvas.dot(2, 0, RED);
  canvas.dot(4, 0, BLUE);
  assert.equal(canvas.lines(true), ['\u001b[38;5;196m⠁⠁\u001b[38;5;27m⠁\u001b[0m⠀']);
  assert.equal(canvas.lines(false), ['⠁⠁⠁⠀']);
  assert.is(coloured('car', BLUE, true), '\u001b[38;5;27mcar\u001b[0m');
  assert.is(coloured('car', BLUE, false), 'car');
});

test('every colour can be read on white and on black', () => {
  const linear = (part: number): number =>
    part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  for (const part of [0, 60, 128, 190, 255]) {
    for (const colour of [
      [part, part, part],
      [part, 255, 0],
      [0, part, 128],
      [255, 0, part],
    ] as const) {
      const index = Number(/38;5;(\d+)m/.exec(coloured('x', colour, true))![1]) - 16;
      const [r, g, b] = [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map(
        (level) => linear(level === 0 ? 0 : 55 + 40 * level),
      );
      const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      assert.ok((luminance + 0.05) / 0.05 >= 3, `${colour.join()} on black`);
      assert.ok(1.05 / (luminance + 0.05) >= 3, `${colour.join()} on white`);
    }
  }
});

test.run();
