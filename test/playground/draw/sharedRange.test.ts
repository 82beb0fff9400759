import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sharedRange, type ShownMap } from '../../../src/playground/draw/sharedRange.ts';
import { rangeOf } from '../../../src/report/phase/mapColours.ts';

const mapOf = (unit: string, scale: 'linear' | 'log', ...values: number[]): ShownMap => ({
  unit,
  scale,
  values,
});

test('two maps of one unit have one range, which both of them reach', () => {
  const [a, b] = [mapOf('max Q', 'linear', 0, 0.1, 0.2), mapOf('max Q', 'linear', 0, 1, 2)];
  const ofA = sharedRange(a, [b]);
  assert.equal(ofA, sharedRange(b, [a]));
  assert.ok(ofA.isShared);
  assert.equal(ofA.range, rangeOf('linear', [...a.values, ...b.values]));
  assert.is.not(ofA.range[1], rangeOf('linear', a.values)[1]);
});

test('maps of other units or scales keep ranges of their own', () => {
  const own = mapOf('nats', 'log', 0.001, 0.1);
  for (const other of [mapOf('output²', 'log', 5, 50), mapOf('nats', 'linear', 5, 50)]) {
    assert.equal(sharedRange(own, [other]), {
      range: rangeOf('log', own.values),
      isShared: false,
    });
  }
});

test.run();
