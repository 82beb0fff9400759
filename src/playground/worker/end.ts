/** The end of a run: its summary with the digest, as the command line writes it. */
import type { End } from '../facts.ts';
import { digestBytes } from '../../record/digest.ts';
import { summaryOf } from '../../record/runSummary.ts';
import { encodeSafetensors } from '../../record/safetensors.ts';
import { weightTensors } from '../../record/weights.ts';
import { hexadecimal, sha256 } from './hashing.ts';
import type { Trained } from './trained.ts';

/** @throws Error where the browser computes no SHA-256 */
export async function endOf(
  { run, records, changes }: Trained,
  finalScores: Float64Array,
): Promise<End> {
  const weights = encodeSafetensors(weightTensors(run));
  const seconds = records.reduce((sum, record) => sum + record.seconds, 0);
  const digest = hexadecimal(await sha256(digestBytes(weights, records)));
  const summary = summaryOf(run, records, {
    finalScores,
    wallSeconds: Number(seconds.toFixed(3)),
    digest,
    engine: { browser: navigator.userAgent },
  });
  return { summary, isRepeatable: changes.length === 0 };
}
