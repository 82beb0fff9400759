import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalise } from '../../../src/math/stats/normalise.ts';
import { assertClose } from '../../support/close.ts';

test('random is 0, the optimum 1, and in between it is linear', () => {
  const scale = { random: -200, optimum: -97.66 };
  assert.is(normalise(-200, scale), 0);
  assert.is(normalise(-97.66, scale), 1);
  assertClose([normalise(-148.83, scale)], [0.5], 'half way');
  assert.ok(normalise(-90, scale) > 1); // 20 lucky starts can beat the mean over all
});

test.run();
