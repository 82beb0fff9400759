import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  checkFinite,
  checkLayers,
  finiteJson,
  NonFiniteError,
  nonFiniteTensor,
} from '../../src/train/finite.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';

const layers = layersOf([2, 3, 1]); // weights 0-5, bias 6-8, weights 9-11, bias 12
const P = parameterCount(layers);

function messageOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    assert.instance(error, NonFiniteError);
    return (error as NonFiniteError).message;
  }
  throw new Error('nothing was thrown');
}

test('finite numbers pass, the largest too', () => {
  for (const value of [0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE]) {
    assert.is(checkFinite(value, 'x', 1), value);
    checkLayers(new Float64Array(P).fill(value), layers, 'x', 1);
  }
});

test('a number that is not finite is named with its step', () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.is(
      messageOf(() => checkFinite(value, 'the loss', 7)),
      `environment step 7: the loss is ${value}; try less extreme settings`,
    );
  }
});

for (const [index, place] of [
  [0, 'layer 1 weights'],
  [5, 'layer 1 weights'],
  [6, 'layer 1 bias'],
  [8, 'layer 1 bias'],
  [9, 'layer 2 weights'],
  [11, 'layer 2 weights'],
  [12, 'layer 2 bias'],
] as const) {
  test(`element ${index} is in ${place}`, () => {
    const vector = new Float64Array(P);
    vector[index] = -Infinity;
    assert.match(
      messageOf(() => checkLayers(vector, layers, 'the network', 3)),
      `environment step 3: the network, ${place}, is -Infinity;`,
    );
  });
}

test('the first of several is named', () => {
  const vector = new Float64Array(P).fill(NaN, 7);
  vector[7] = Infinity;
  assert.match(
    messageOf(() => checkLayers(vector, layers, 'x', 1)),
    'layer 1 bias, is Infinity',
  );
});

test('a record of finite numbers becomes JSON as ever', () => {
  const record = { a: -0.5, none: null, text: 'NaN', list: [1, [2]], inner: { yes: true } };
  assert.is(finiteJson('x.json', record), JSON.stringify(record));
  assert.is(finiteJson('x.json', record, 2), JSON.stringify(record, null, 2));
});

test('a number of a record that is none is named with file and field, wherever it is', () => {
  for (const [record, what] of [
    [{ a: 1, b: NaN }, 'b is NaN'],
    [{ a: { b: [0, [1, Infinity]] } }, 'a.b[1][1] is Infinity'],
    [[{ c: -Infinity }], '[0].c is -Infinity'],
  ] as const) {
    const message = messageOf(() => finiteJson('x.jsonl, episode 3', record));
    assert.is(message, `x.jsonl, episode 3: ${what}; try less extreme settings`);
  }
});

test('an element of a tensor that is no number is named', () => {
  const whole = [
    { name: 'a', shape: [2], data: Float64Array.of(1, Number.MAX_VALUE) },
    { name: 'b', shape: [1], data: Int32Array.of(3) },
  ];
  assert.is(nonFiniteTensor('x', whole), null);
  const broken = { name: 'c', shape: [3], data: Float64Array.of(0, 1, NaN) };
  const error = nonFiniteTensor('x.safetensors, episode 3', [...whole, broken]);
  assert.instance(error, NonFiniteError);
  assert.is(error!.message, 'x.safetensors, episode 3: c[2] is NaN; try less extreme settings');
});

test.run();
