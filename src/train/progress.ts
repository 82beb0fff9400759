/** How far a run has come. */
import { limitOf } from './config/field.ts';
import type { Config } from './config/settings.ts';

/** Episodes and environment steps so far. */
interface Done {
  readonly episodes: number;
  readonly envSteps: number;
}

/** Share of a run that is done, in episodes or in environment steps, whichever is further. No episode begins at 1 or above. */
export function progressOf(
  { episodes, steps }: Pick<Config, 'episodes' | 'steps'>,
  done: Done,
): number {
  return Math.max(done.episodes / episodes, done.envSteps / limitOf(steps));
}
