/**
 * Tensors in the safetensors format (github.com/huggingface/safetensors), which PyTorch users can open: eight bytes
 * for the length of a JSON header, the header, then the numbers, little-endian.
 *
 * The header has an entry `{dtype, shape, data_offsets: [begin, end]}` for each tensor, its bytes counted from the
 * end of the header, and `__metadata__`, texts by name.
 *
 * Own code because the one library for JavaScript (safetensors 0.0.1) only reads, and only from an address on the network.
 */
import { sizeOf } from '../autodiff/shape.ts';
import { ConfigError } from '../train/config/field.ts';
import { shown } from '../env/messages.ts';
import { isObject } from '../env/rules.ts';

export type TensorData = Float64Array | Int32Array | Uint8Array;

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: TensorData;
}

export interface Metadata {
  readonly [name: string]: string;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** For each kind of number its name in the header, and how one is written and read. */
const KINDS = [
  {
    dtype: 'F64',
    array: Float64Array,
    write: (view: DataView, at: number, value: number) => view.setFloat64(at, value, true),
    read: (view: DataView, at: number) => view.getFloat64(at, true),
  },
  {
    dtype: 'I32',
    array: Int32Array,
    write: (view: DataView, at: number, value: number) => view.setInt32(at, value, true),
    read: (view: DataView, at: number) => view.getInt32(at, true),
  },
  {
    dtype: 'U8',
    array: Uint8Array,
    write: (view: DataView, at: number, value: number) => view.setUint8(at, value),
    read: (view: DataView, at: number) => view.getUint8(at),
  },
] as const;

type Kind = (typeof KINDS)[number];

function kindOf(data: TensorData): Kind {
  return KINDS.find(({ array }) => data instanceof array)!;
}

/**
 * The bytes of a safetensors file with these tensors, in this order.
 *
 * @throws ConfigError if one could not be read again
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Metadata = { format: 'pt' },
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const tensor of tensors) {
    const { name, shape, data } = tensor;
    checkTensor(tensor);
    if (Object.hasOwn(header, name)) refuse(`two entries are called ${quoted(name)}`);
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: kindOf(data).dtype, shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces fill up the header so that the numbers start at a multiple of eight.
  const headerLength = Math.ceil(text.length / BYTES) * BYTES;
  const bytes = new Uint8Array(8 + headerLength + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  bytes.fill(SPACE, 8 + text.length, 8 + headerLength);
  let at = 8 + headerLength;
  for (const { data } of tensors) {
    const { write } = kindOf(data);
    for (let i = 0; i < data.length; i++, at += data.BYTES_PER_ELEMENT) write(view, at, data[i]);
  }
  return bytes;
}

const SPACE = 0x20;

/** @throws ConfigError */
function refuse(what: string): never {
  throw new ConfigError(`safetensors: ${what}`);
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 60));

function checkTensor({ name, shape, data }: NamedTensor): void {
  const where = quoted(name);
  if (!KINDS.some(({ array }) => data instanceof array)) {
    refuse(`${where}: expected a Float64Array, an Int32Array or a Uint8Array, got ${shown(data)}`);
  }
  if (!isListOfCounts(shape)) refuse(`${where} has no shape`);
  const count = sizeOf(shape);
  if (count !== data.length) {
    refuse(`${where}: [${shape.join(', ')}] holds ${count} numbers, the data have ${data.length}`);
  }
}

/**
 * The tensors of a safetensors file, by name and in their order, and its metadata.
 *
 * Strict: every byte belongs to the header or to one tensor.
 *
 * @throws ConfigError saying in one line what is wrong with the bytes
 */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Metadata;
} {
  if (!ArrayBuffer.isView(bytes)) {
    const came = (bytes as unknown) instanceof ArrayBuffer ? 'an ArrayBuffer' : shown(bytes);
    refuse(`expected the bytes in a Uint8Array, got ${came}`);
  }
  if (bytes.length < 8) refuse(`expected a header, got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(bytes.length - 8)) {
    refuse(`the header is ${headerLength.toString()} bytes long, the file ${bytes.length}`);
  }
  const start = 8 + Number(headerLength);
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, start));
  const tensors = new Map<string, NamedTensor>();
  let at = start;
  for (const entry of Object.entries(entries).map(checkEntry).sort(byOffset)) {
    const tensor = readTensor(view, entry, at - start, start);
    tensors.set(tensor.name, tensor);
    at += tensor.data.byteLength;
  }
  if (at !== bytes.length) refuse(`${bytes.length - at} bytes after the last tensor`);
  return { tensors, metadata: checkMetadata(metadata) };
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('the header is not JSON');
  }
  return isObject(header) ? header : refuse('the header is not an object');
}

function checkMetadata(value: unknown): Metadata {
  if (!isObject(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    refuse('expected texts in __metadata__');
  }
  return value as Metadata;
}

/** What the header says of a tensor. */
interface Entry {
  readonly name: string;
  readonly kind: Kind;
  readonly shape: readonly number[];
  readonly offsets: readonly number[];
}

function checkEntry([name, entry]: readonly [string, unknown]): Entry {
  const where = quoted(name);
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  const kind = KINDS.find((known) => known.dtype === dtype);
  if (!kind) refuse(`${where} has no dtype F64, I32 or U8`);
  if (!isListOfCounts(shape)) refuse(`${where} has no shape`);
  if (!isListOfCounts(offsets) || offsets.length !== 2) refuse(`${where} has no data_offsets`);
  return { name, kind, shape, offsets };
}

/** An object lists names that look like numbers first, so its order is not that of the bytes. */
function byOffset({ offsets: a }: Entry, { offsets: b }: Entry): number {
  return a[0] - b[0] || a[1] - b[1];
}

/**
 * @param begin where the tensor must begin, counted from the end of the header ...
 * @param start ... which is here
 */
function readTensor(
  view: DataView,
  { name, kind, shape, offsets }: Entry,
  begin: number,
  start: number,
): NamedTensor {
  const size = kind.array.BYTES_PER_ELEMENT;
  const count = sizeOf(shape);
  const end = begin + count * size;
  const where = quoted(name);
  if (offsets[0] !== begin || offsets[1] !== end) {
    refuse(`${where} is said to be at ${offsets.join('-')}; expected ${begin}-${end}`);
  }
  if (start + end > view.byteLength) {
    refuse(`${where} ends at byte ${start + end}, the file at ${view.byteLength}`);
  }
  const data = new kind.array(count);
  for (let i = 0; i < count; i++) data[i] = kind.read(view, start + begin + i * size);
  return { name, shape, data };
}

function isListOfCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
