import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Meter } from '../../../src/playground/worker/meter.ts';

test('steps per second are those of the last half second', () => {
  const meter = new Meter();
  meter.read(1000);
  assert.is(meter.rate, null);
  for (let n = 0; n < 300; n++) meter.count();
  meter.read(1400);
  assert.is(meter.rate, null, 'too early');
  meter.read(1600);
  assert.is(meter.rate, 500);
  meter.read(2600);
  assert.is(meter.rate, 0);
});

test('a pause does not count', () => {
  const meter = new Meter();
  meter.read(1000);
  meter.reset();
  for (let n = 0; n < 100; n++) meter.count();
  meter.read(9000);
  assert.is(meter.rate, null);
  for (let n = 0; n < 100; n++) meter.count();
  meter.read(10_000);
  assert.is(meter.rate, 100);
});

test.run();
