/** Where an agent is in its phase space, and which variables of its observation that is made of. */
import type { PhaseSpace } from '../../../env/environment.ts';
import type { Run } from '../../../train/run.ts';

/** Where the agent is, or before its first step the middle of the phase space. */
export function placeNow(
  { replay, view }: Run,
  phaseSpace: PhaseSpace,
): readonly [x: number, y: number] {
  const [x, y] = phaseSpace.axes;
  if (replay.size === 0) return [(x.low + x.high) / 2, (y.low + y.high) / 2];
  return phaseSpace.placeOf(view.observationOf(replay.nextStates, replay.newest * view.size));
}

/** Which variables of the observation those of the phase space are; null if they are computed from others. */
export function phaseVariables(
  { view }: Run,
  phaseSpace: PhaseSpace,
): readonly [x: number, y: number] | null {
  const numbered = Float64Array.from({ length: view.size }, (_, i) => i);
  const place = phaseSpace.placeOf(numbered);
  const other = phaseSpace.placeOf(numbered.map((i) => 2 * i + 1));
  const isProjection = place.every((i, n) => Number.isInteger(i) && other[n] === 2 * i + 1);
  return isProjection ? place : null;
}
