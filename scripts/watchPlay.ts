/** Shows greedy episodes of a run in a terminal, one after another, beside a map of the states visited in them. */
import { mean } from '../src/math/stats/descriptive.ts';
import { CELLS, cellOf } from '../src/train/config/phaseGrid.ts';
import { finalReset, type RunPolicy } from '../src/train/evaluate.ts';
import { playEpisode } from '../src/report/runs/playEpisode.ts';
import { visitedAt } from '../src/report/terminal/phaseDots.ts';
import type { Scene } from '../src/report/terminal/scene.ts';
import { FRAME, type PictureScreen } from './pictureScreen.ts';
import { Playback } from './playback.ts';

/** What time is, and how it passes. */
export interface Time {
  /** s, never going back */
  readonly clock: () => number;
  /** @param seconds to wait */
  readonly sleep: (seconds: number) => Promise<unknown>;
}

/**
 * Plays an episode for each score, from the same starts, until it is stopped; then the screen is cleared.
 *
 * @param policy    in an environment that has a picture
 * @param seed      that the starts are derived from
 * @param scores    of the episodes
 * @param isStopped asked at each frame
 */
export async function watchPlay(
  screen: PictureScreen,
  policy: RunPolicy,
  seed: number,
  scores: readonly number[],
  { clock, sleep }: Time,
  isStopped: () => boolean,
): Promise<void> {
  const { config, env } = policy;
  const { phaseSpace } = env;
  const visits = new Uint32Array(CELLS);
  try {
    for (let n = 0; n < scores.length && !isStopped(); n++) {
      const { snapshots, reachedGoal } = playEpisode(policy, finalReset(seed, n + 1));
      const playback = new Playback({ snapshots, before: 0, reachedGoal }, clock());
      let counted = 0;
      const sceneAt = (now: number): Scene => {
        const { snapshot, before, caption } = playback.at(now);
        for (; phaseSpace && counted <= playback.indexAt(now); counted++) {
          visits[cellOf(phaseSpace, snapshots[counted].observation)]++;
        }
        return {
          agent: config.agent,
          status: statusOf(scores, n),
          caption,
          notes: [],
          ...snapshot,
          before,
          picture: env.picture!,
          visited: visitedAt(phaseSpace, snapshot.observation, visits),
        };
      };
      while (!playback.isOver(clock()) && !isStopped()) {
        screen.show(sceneAt);
        await sleep(FRAME);
      }
    }
  } finally {
    screen.close();
  }
}

/** While an episode is played, after those before it. */
function statusOf(scores: readonly number[], played: number): string {
  const number = `episode ${played + 1}/${scores.length}`;
  if (played === 0) return number;
  const before = scores.slice(0, played);
  return `${number}  last ${before[played - 1].toFixed(2)}  mean ${mean(before).toFixed(2)}`;
}
