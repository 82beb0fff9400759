/**
 * Weights in the safetensors format (github.com/huggingface/safetensors), which PyTorch users can open: eight bytes
 * for the length of a JSON header, the header, then the numbers, little-endian float64.
 */

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float64Array;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** The bytes of a safetensors file with these tensors, in this order. */
export function encodeSafetensors(tensors: readonly NamedTensor[]): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    const begin = end;
    end += data.length * BYTES;
    header[name] = { dtype: 'F64', shape, data_offsets: [begin, end] };
  }
  const text = JSON.stringify(header);
  // Spaces fill up the header so that the numbers start at a multiple of eight.
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / BYTES) * BYTES));
  const bytes = new Uint8Array(8 + json.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  let at = 8 + json.length;
  for (const { data } of tensors) {
    for (const value of data) {
      view.setFloat64(at, value, true);
      at += BYTES;
    }
  }
  return bytes;
}
