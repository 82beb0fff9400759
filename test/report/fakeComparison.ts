/** Made-up results in the form of a real comparison: enough to draw from, and as many as wanted. */
import type {
  ArrivalTimes,
  Band,
  ComparedAgent,
  ComparedGroup,
} from '../../src/report/charts/comparisonFigures.ts';
import type { Rng } from '../../src/math/random/rng.ts';

function band(at: readonly number[], value: readonly number[], width: number): Band {
  return { at, value, low: value.map((v) => v - width), high: value.map((v) => v + width) };
}

/** Of `seeds` seeds, one gets there at each of the times. */
export function fakeArrivals(times: readonly number[], seeds: number): ArrivalTimes {
  const waiting = times.map((_, i) => 1 - (i + 1) / seeds);
  return {
    median: { value: times[Math.ceil(seeds / 2) - 1] ?? null },
    p90: times[Math.ceil(0.9 * seeds) - 1] ?? null,
    worst: times[seeds - 1] ?? null,
    failures: seeds - times.length,
    waiting: band(times, waiting, 0),
  };
}

/** An agent that learns at a pace of its own. */
export function fakeAgent(
  agent: string,
  rng: Rng,
  episodes = 200,
  seeds = 30,
): ComparedAgent & { readonly profile: Band } {
  const pace = 5 + 40 * rng.uniform();
  const at = Array.from({ length: episodes }, (_, i) => i + 1);
  const learning = at.map((t) => -100 - (100 * pace) / (pace + t) - 3 * rng.uniform());
  const taus = Array.from({ length: 51 }, (_, i) => i / 50);
  const times = Array.from({ length: seeds - 2 }, (_, i) => Math.ceil(((i + 1) * pace) / 4));
  return {
    agent,
    label: agent,
    settings: {},
    seeds: Array.from({ length: seeds }, (_, i) => 1001 + i),
    episodes,
    learning: band(at, learning, 4 + 3 * rng.uniform()),
    firstGoal: fakeArrivals(
      [...new Set(times)].filter((t) => t <= episodes),
      seeds,
    ),
    firstAbove: fakeArrivals(
      [...new Set(times.map((t) => t + 9))].filter((t) => t <= episodes),
      seeds,
    ),
    profile: band(
      taus,
      taus.map((tau) => (1 - tau) * 0.9),
      0.05,
    ),
    lastFifth: { iqm: { value: -100 - pace, interval: { low: -103 - pace, high: -98 - pace } } },
    against: null,
    remote: null,
  };
}

export function fakeGroup(
  env: string,
  agents: readonly ComparedAgent[],
  reward = 'sparse',
): ComparedGroup {
  const scale = { score: 'minus steps', optimum: -97.66, random: -200, threshold: -110 };
  return { env, reward, ...scale, comparedUpTo: null, reference: null, agents };
}
