import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Picture, Shape } from '../../../src/env/environment.ts';
import { pictureDots } from '../../../src/report/terminal/pictureDots.ts';

const picture: Picture = { low: [0, 0], high: [7, 7], draw: () => [] };
const AGENT = [10, 20, 30] as const;

/** The dots of a picture of 4 x 2 characters, which is 8 x 8 dots: a unit is a dot. */
function dots(...shapes: readonly Shape[]): string[] {
  const lines = pictureDots(shapes, picture, [4, 2], AGENT).lines(false);
  const bits = [
    [0x01, 0x08],
    [0x02, 0x10],
    [0x04, 0x20],
    [0x40, 0x80],
  ];
  return Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 8 }, (_, x) => {
      const pattern = lines[Math.floor(y / 4)].charCodeAt(Math.floor(x / 2)) - 0x2800;
      return (pattern & bits[y % 4][x % 2]) > 0 ? '#' : '.';
    }).join(''),
  );
}

const area = (ink: Shape['ink'], ...points: Shape['points']): Shape => ({
  ink,
  isFilled: true,
  points,
});
const line = (...points: Shape['points']): Shape => ({ ink: 'line', isFilled: false, points });
const square = (low: number, high: number): Shape['points'] => [
  [low, low],
  [high, low],
  [high, high],
  [low, high],
];

test('a line goes from point to point, up is up', () => {
  assert.equal(dots(line([0, 0], [3, 0], [7, 4])), [
    '........',
    '........',
    '........',
    '.......#',
    '......#.',
    '.....#..',
    '....#...',
    '####....',
  ]);
});

test('an area is filled, and covers what is behind it; ground is thin', () => {
  const shown = dots(area('ground', ...square(0, 7)), area('agent', ...square(2, 4)));
  assert.equal(shown, [
    '#.#.#.#.',
    '........',
    '#.#.#.#.',
    '..###...',
    '#.###.#.',
    '..###...',
    '#.#.#.#.',
    '........',
  ]);
  assert.equal(
    dots(line([2, 3], [4, 3]), area('plain', ...square(2, 4)))
      .join('')
      .match(/#/g)!.length,
    9,
  );
});

test('an area thinner than a dot is seen all the same', () => {
  const shown = dots(area('goal', [3.1, 1], [3.2, 1], [3.2, 5], [3.1, 5]));
  assert.is(shown.join('').match(/#/g)!.length, 5);
});

test('what is outside is left out, however far, and so is what is nowhere', () => {
  const far = dots(line([-1e6, 3], [1e6, 3]), line([3, -1e6], [3, 1e6]));
  assert.is(far[4], '########');
  assert.is(far.filter((row) => row[3] === '#').length, 8);
  assert.equal(
    dots(
      line([NaN, 0], [3, Infinity]),
      area('agent', [0, NaN], [NaN, 5], [NaN, 5]),
      line([9, 9], [20, 9]),
    )
      .join('')
      .includes('#'),
    false,
  );
  assert.not(dots(area('agent'), line()).join('').includes('#'));
});

test('a picture is true to scale, but for a height that is stretched at most by half', () => {
  const rectangle = area('agent', ...square(0, 7));
  const filled = (columns: number, rows: number): number =>
    pictureDots([rectangle], picture, [columns, rows], AGENT)
      .lines(false)
      .join('')
      .replaceAll('\u2800', '').length;
  assert.is(filled(16, 2), 4 * 2); // wide: as high as there is room
  assert.is(filled(4, 2), 4 * 2);
  assert.is(filled(4, 8), 4 * 4); // high: 12 dots and not 32
});

test.run();
