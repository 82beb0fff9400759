import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { characterMap } from '../../../src/report/terminal/characterMap.ts';

test('rows go up, columns to the right, and each shade stands for twice as many visits', () => {
  assert.equal(
    characterMap(
      [
        [0, 1, 2, 3],
        [4, 8, 255, 1e9],
      ],
      80,
    ),
    ['+----+', '|-=%@|', '| .::|', '+----+'],
  );
});

test('neighbouring cells are added where there is no room for each', () => {
  const counts = Array.from({ length: 32 }, () => new Array<number>(8).fill(1));
  const lines = characterMap(counts, 7);
  assert.is(lines.length, 18);
  assert.equal(
    lines.slice(1, -1),
    new Array<string>(16).fill('|----|'), // 4 visits each
  );
});

test.run();
