/** How well the model of the environment predicts. */
import { createTransitionBatch } from '../replay/transition.ts';
import type { Run } from './run.ts';

/** Transitions that are predicted, at most. */
const MOST = 1000;

/**
 * R² of the predictions of each state variable's change, on the newest transitions in memory (1,000 at most): 1 − Σ (y − ŷ)² / Σ (y − ȳ)². 1 is
 * perfect; 0 is no better than the mean change.
 *
 * @returns [S], null for a variable that did not change; null if the curiosity predicts no changes
 */
export function modelFit({ replay, bonus }: Run): (number | null)[] | null {
  const curiosity = bonus?.curiosity;
  if (!curiosity?.predict || replay.size === 0) return null;
  const N = Math.min(MOST, replay.size);
  const S = replay.stateSize;
  const batch = createTransitionBatch(N, S);
  const slots = Int32Array.from(
    { length: N },
    (_, age) => (replay.newest - age + replay.size) % replay.size,
  );
  replay.gather(slots, batch);
  const [predicted, observed] = [new Float64Array(N * S), new Float64Array(N * S)];
  curiosity.predict(batch, predicted, observed);
  return Array.from({ length: S }, (_, variable) => rSquared(predicted, observed, variable, S));
}

/** Of one column of matrices [N, S]. */
function rSquared(
  predicted: Float64Array,
  observed: Float64Array,
  column: number,
  S: number,
): number | null {
  let mean = 0;
  for (let i = column; i < observed.length; i += S) mean += (observed[i] * S) / observed.length;
  let residual = 0;
  let total = 0;
  for (let i = column; i < observed.length; i += S) {
    residual += (observed[i] - predicted[i]) * (observed[i] - predicted[i]);
    total += (observed[i] - mean) * (observed[i] - mean);
  }
  return total > 1e-12 * observed.length ? 1 - residual / total : null;
}
