/** The digest of a run: what is hashed, with Node (disk.ts) or in a browser with Web Crypto. */
import type { EpisodeRecord } from '../train/train.ts';

/** SHA-256, which Node and browsers have under different names. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Fields that version 0.1.0 did not have; runs that are equal in all others are equal in these. */
type NotHashed = 'modelR2' | 'remoteShare' | 'remoteBonusShare';

/**
 * The fields of a record in the text that is hashed, under the names of version 0.1.0. The text is fixed: the records may
 * get other names, the digest of a run stays the same, and published digests can be checked.
 */
const HASHED: { readonly [field in Exclude<keyof EpisodeRecord, NotHashed>]: string } = {
  episode: 'episode',
  envSteps: 'envSteps',
  length: 'length',
  reachedGoal: 'reachedGoal',
  extrinsicReturn: 'extrinsicReturn',
  intrinsicReturn: 'intrinsicReturn',
  epsilon: 'epsilon',
  qLoss: 'qLoss',
  objective: 'elbo',
  noveltyMean: 'klMean',
  noveltyMax: 'klMax',
  evalScore: 'evalReturn',
  evalScoreSd: 'evalSd',
};

/**
 * The final weights, then a line of JSON for each record, without clock times: equal for equal runs.
 *
 * @param weights the bytes of `weights.safetensors`
 */
export function digestBytes(
  weights: Uint8Array,
  records: readonly EpisodeRecord[],
): Uint8Array<ArrayBuffer> {
  const lines = records.map((record) => `${JSON.stringify(hashed(record))}\n`).join('');
  const text = new TextEncoder().encode(lines);
  const bytes = new Uint8Array(weights.length + text.length);
  bytes.set(weights);
  bytes.set(text, weights.length);
  return bytes;
}

const hashed = (record: EpisodeRecord): object =>
  Object.fromEntries(
    Object.entries(HASHED).map(([field, name]) => [name, record[field as keyof EpisodeRecord]]),
  );

/** SHA-256 of the final weights and all records, without clock times, in hexadecimal: equal for equal runs. */
export function digestOf(
  weights: Uint8Array,
  records: readonly EpisodeRecord[],
  sha256: Sha256,
): string {
  const hash = sha256(digestBytes(weights, records));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
