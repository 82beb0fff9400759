import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Board } from '../../scripts/board.ts';

test('what one thread writes another reads, for each run apart', () => {
  const here = Board.create(3);
  const there = Board.at(here.memory);
  there.begin(1, 0.25);
  there.setDone(1, 0.75);
  there.begin(2, 0);
  assert.equal(
    [0, 1, 2].map((run) => here.doneOf(run)),
    [
      { all: 0, since: 0 },
      { all: 0.75, since: 0.5 },
      { all: 0, since: 0 },
    ],
  );
  assert.not(there.isStopped);
  here.stop();
  assert.ok(there.isStopped);
  assert.is(here.doneOf(1).all, 0.75);
});

test.run();
