/** What a run's digest is taken of. `record.ts` hashes it with Node, a page in a browser with Web Crypto. */
import type { EpisodeRecord } from '../train/train.ts';

/**
 * The final weights, then every record as a line of JSON, without clock times: equal for equal runs.
 *
 * @param weights the bytes of `weights.safetensors`
 */
export function digestBytes(
  weights: Uint8Array,
  records: readonly EpisodeRecord[],
): Uint8Array<ArrayBuffer> {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const text = new TextEncoder().encode(lines);
  const bytes = new Uint8Array(weights.length + text.length);
  bytes.set(weights);
  bytes.set(text, weights.length);
  return bytes;
}
