import * as assert from 'uvu/assert';

export interface ReadTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * Reads a safetensors file as its specification says, sharing nothing with the code that writes it: eight bytes
 * of length, a JSON object from name to `{dtype, shape, data_offsets}`, and the numbers, without gaps.
 */
export function readSafetensors(bytes: Uint8Array): {
  readonly metadata: unknown;
  readonly tensors: ReadonlyMap<string, ReadTensor>;
} {
  const buffer = Buffer.from(bytes);
  const headerLength = Number(buffer.readBigUInt64LE(0));
  const header = buffer.toString('utf8', 8, 8 + headerLength);
  assert.is(header[0], '{', 'the header starts with {');
  assert.match(header, /\} *$/, 'the header ends with } and spaces');
  const { __metadata__: metadata, ...entries } = JSON.parse(header) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const start = 8 + headerLength;
  assert.is(start % 8, 0, 'numbers start at a multiple of eight');
  let expected = 0;
  const tensors = new Map<string, ReadTensor>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries)) {
    const [begin, end] = data_offsets;
    assert.is(dtype, 'F64', name);
    assert.is(begin, expected, `${name} begins where the one before ends`);
    const count = shape.reduce((a, b) => a * b, 1);
    assert.is(end - begin, 8 * count, `${name}: bytes for its shape`);
    const data = Float64Array.from({ length: count }, (_, i) =>
      buffer.readDoubleLE(start + begin + 8 * i),
    );
    tensors.set(name, { shape, data });
    expected = end;
  }
  assert.is(buffer.length, start + expected, 'nothing after the last number');
  return { metadata, tensors };
}
