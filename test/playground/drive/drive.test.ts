import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../../src/env/mountainCar.ts';
import { StochasticCar } from '../../../src/env/stochasticCar.ts';
import { drivenActions } from '../../../src/playground/drive/drive.ts';

const actionSpace = (n: number) => ({ type: 'discrete', n }) as const;

test('one who drives pushes to the left, to the right or not at all, and never presses a remote control', () => {
  assert.equal(drivenActions(new MountainCar({ reward: 'sparse' })), [0, 1, 2]);
  assert.equal(drivenActions(new StochasticCar()), [0, 1, 2]);
  assert.equal(
    drivenActions({ actionSpace: actionSpace(4), actionNames: ['jump', 'left', 'wait', 'right'] }),
    [1, 2, 3],
  );
});

test('without such names it is the first, the middle and the last action', () => {
  assert.equal(drivenActions({ actionSpace: actionSpace(5) }), [0, 2, 4]);
  assert.equal(
    drivenActions({ actionSpace: actionSpace(2), actionNames: ['up', 'down'] }),
    [0, 0, 1],
  );
});

test.run();
