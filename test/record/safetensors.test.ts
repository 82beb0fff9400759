import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeSafetensors, encodeSafetensors } from '../../src/record/safetensors.ts';
import { assertSameBits } from '../support/close.ts';
import { readSafetensors } from '../support/safetensors.ts';
import { assertRefused } from '../support/throws.ts';

test('one tensor, byte for byte as the specification has it', () => {
  const bytes = encodeSafetensors([{ name: 'w', shape: [2], data: Float64Array.of(1, -2) }]);
  const header =
    '{"__metadata__":{"format":"pt"},"w":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}';
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const expected = Buffer.concat([
    Buffer.of(padded.length, 0, 0, 0, 0, 0, 0, 0),
    Buffer.from(padded),
    Buffer.of(0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0),
  ]);
  assert.is(Buffer.from(bytes).toString('hex'), expected.toString('hex'));
});

test('tensors come back with their names, shapes and bits, in their order', () => {
  const given = [
    { name: 'a.weight', shape: [2, 3], data: Float64Array.of(1, 2.5, -0, Infinity, NaN, 1e-310) },
    { name: 'scalar', shape: [], data: Float64Array.of(Math.PI) },
    { name: 'empty', shape: [0, 4], data: new Float64Array(0) },
    { name: 'last', shape: [1], data: Float64Array.of(Number.MAX_VALUE) },
  ];
  const { metadata, tensors } = readSafetensors(encodeSafetensors(given));
  assert.equal(metadata, { format: 'pt' });
  assert.equal(
    [...tensors.keys()],
    given.map(({ name }) => name),
  );
  for (const { name, shape, data } of given) {
    const read = tensors.get(name)!;
    assert.equal(read.shape, shape);
    assertSameBits(read.data, data, name);
  }
});

test('the numbers are aligned whatever the length of the header', () => {
  for (let length = 1; length <= 16; length++) {
    const name = 'x'.repeat(length);
    const { tensors } = readSafetensors(
      encodeSafetensors([{ name, shape: [1], data: Float64Array.of(length) }]),
    );
    assert.equal([...tensors.get(name)!.data], [length]);
  }
});

test('no tensors make a file all the same', () => {
  assert.is(readSafetensors(encodeSafetensors([])).tensors.size, 0);
});

test('a window on a longer array is written as itself', () => {
  const data = Float64Array.of(9, 1, 2, 9).subarray(1, 3);
  const { tensors } = readSafetensors(encodeSafetensors([{ name: 'w', shape: [2], data }]));
  assert.equal([...tensors.get('w')!.data], [1, 2]);
});

test('a file that was cut short is told from one whose offsets are wrong', () => {
  const bytes = encodeSafetensors([{ name: 'w', shape: [2], data: Float64Array.of(1, 2) }]);
  const { length } = bytes;
  const refusal = (given: Uint8Array): string => {
    try {
      decodeSafetensors(given);
      return 'nothing';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(
    refusal(bytes.subarray(0, -1)),
    `"w" ends at byte ${length}, the file at ${length - 1}`,
  );
  const moved = Buffer.from(
    Buffer.from(bytes).toString('latin1').replace('[0,16]', '[0,17]'),
    'latin1',
  );
  assert.match(refusal(moved), '"w" is said to be at 0-17; expected 0-16');
});

test('what could not be read again is not written', () => {
  const w = { name: 'w', shape: [2], data: Float64Array.of(1, 2) };
  const encoded = (...tensors: object[]) => encodeSafetensors(tensors as never);
  const refused: [() => unknown, string][] = [
    [() => encoded({ ...w, shape: [3] }), '"w": [3] holds 3 numbers, the data have 2'],
    [() => encoded({ ...w, shape: undefined }), '"w" has no shape'],
    [() => encoded(w, w), 'two entries are called "w"'],
    [() => encoded({ ...w, name: '__metadata__' }), 'two entries are called "__metadata__"'],
    [
      () => encoded({ ...w, data: Float32Array.of(1, 2) }),
      '"w": expected a Float64Array, an Int32Array or a Uint8Array, got Float32Array',
    ],
  ];
  for (const [encode, what] of refused) assertRefused(encode, `safetensors: ${what}`);
});

test('bytes are read from a Uint8Array, not from its buffer', () => {
  assertRefused(
    () => decodeSafetensors(encodeSafetensors([]).buffer as never),
    'safetensors: expected the bytes in a Uint8Array, got an ArrayBuffer',
  );
});

test.run();
