/** All that a comparison says of one agent in one world under one reward. */
import type { RunData } from '../experiment/readBack.ts';
import { isAbove } from '../experiment/summary.ts';
import { stream } from '../random/rng.ts';
import { bootstrapBand, bootstrapInterval, type Interval } from '../stats/bootstrap.ts';
import {
  improvementInterval,
  pairedImprovement,
  pairedImprovementInterval,
  probabilityOfImprovement,
} from '../stats/improvement.ts';
import { normalise } from '../stats/normalise.ts';
import { performanceProfile, performanceProfileBand } from '../stats/profiles.ts';
import { ascending, resampledInterquartileMean } from '../stats/resample.ts';
import { interquartileMean, mean } from '../stats/summary.ts';
import {
  survivalBand,
  survivalCurve,
  survivalQuantile,
  survivalQuantileInterval,
  type Subject,
  type TimeInterval,
} from '../stats/survival.ts';
import type { World } from './worlds.ts';

/** A number with its 95 % bootstrap interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

/** An episode with its 95 % bootstrap interval; null: never. */
export interface TimeEstimate extends TimeInterval {
  readonly value: number | null;
}

/** A curve with its 95 % bootstrap band, as columns of equal length. */
export interface Curve {
  /** Where: an episode, or a score. */
  readonly at: readonly number[];
  readonly value: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Training episodes until something is reached, over seeds; null: never. */
export interface TimeTo {
  readonly median: TimeEstimate;
  /** By when nine of ten seeds have got there, and the last. */
  readonly p90: number | null;
  readonly worst: number | null;
  /** Seeds that never got there. */
  readonly failures: number;
  /** Share of seeds still waiting from each episode on, a step wherever one gets there; 1 before the first. */
  readonly waiting: Curve;
}

export interface Efficiency {
  readonly episode: number;
  /** Interquartile mean of the score around that episode; null if the runs were shorter. */
  readonly score: Estimate | null;
}

/** How likely the agent's last fifth is better than the baseline's, ties half. */
export interface Improvement {
  readonly over: string;
  /** Over all pairs of runs. */
  readonly allPairs: Estimate;
  /** Over runs of the same seed; null if the two agents have no seed in common. */
  readonly paired: (Estimate & { readonly seeds: number }) | null;
}

export interface AgentResult {
  readonly agent: string;
  /** Ascending. */
  readonly seeds: readonly number[];
  /** Seeds that other agents of the group have been run on, and this one has not. */
  readonly missingSeeds: readonly number[];
  readonly episodes: number;
  readonly firstGoal: TimeTo;
  /** First evaluation at or above the world's threshold. */
  readonly firstAbove: TimeTo;
  /** Return over the last fifth of a run's evaluations, for all seeds. */
  readonly lastFifth: { readonly iqm: Estimate; readonly mean: number; readonly worst: number };
  readonly efficiency: readonly Efficiency[];
  /** Share of seeds whose last fifth has a score above each τ. */
  readonly profile: Curve;
  /** Null for the baseline itself, and where it was not run. */
  readonly improvement: Improvement | null;
  /** Interquartile mean over seeds of the return after each episode. */
  readonly learning: Curve;
}

/** Runs of one agent in one world under one reward, with equally many episodes, by seed. */
export interface AgentRuns {
  readonly agent: string;
  readonly runs: readonly RunData[];
}

/** Episodes after which sample efficiency is told. */
export const EFFICIENCY_EPISODES = [50, 100, 200] as const;

/** An evaluation is noisy: the score after episode 50 is the mean of those after 46 to 50. */
export const EFFICIENCY_WINDOW = 5;

/** Scores at which profiles are told. */
export const TAUS: readonly number[] = Array.from({ length: 51 }, (_, i) => i / 50);

/** The return over the last fifth of a finished run, which has evaluations. */
export const lastFifthOf = (run: RunData): number => run.lastFifthMean!;

/** Mean return of the evaluations up to `episode`; null if the run is shorter. */
export function returnAfter({ evalReturns }: RunData, episode: number): number | null {
  if (evalReturns.length < episode) return null;
  return mean(evalReturns.slice(episode - EFFICIENCY_WINDOW, episode));
}

/** Episode of the first evaluation at or above the threshold; null: never. */
export function firstAbove({ evalReturns, maxSteps }: RunData, threshold: number): number | null {
  const index = evalReturns.findIndex((value) => isAbove(value, threshold, maxSteps));
  return index < 0 ? null : index + 1;
}

/** @param bands one interval for each point of `value` */
export function curveOf(
  at: readonly number[],
  value: ArrayLike<number>,
  bands: readonly Interval[],
): Curve {
  const low = bands.map((band) => band.low);
  return { at, value: Array.from(value), low, high: bands.map((band) => band.high) };
}

/** Interquartile mean with its interval. @param strata values of each stratum @param name of the random stream */
export function iqmEstimate(strata: readonly (readonly number[])[], name: string): Estimate {
  const x = strata.flat();
  const order = ascending(x);
  const interval = bootstrapInterval(
    strata.map((stratum) => stratum.length),
    (counts) => resampledInterquartileMean(x, order, counts),
    stream(0, name),
  );
  return { value: interquartileMean(x), ...interval };
}

/** @param times one for each run, null: never, though watched to its last episode */
function timeTo(runs: readonly RunData[], times: readonly (number | null)[], name: string): TimeTo {
  const subjects = times.map((time, i): Subject => ({
    time: time ?? runs[i].episodes,
    reached: time !== null,
  }));
  const steps = survivalCurve(subjects);
  const interval = survivalQuantileInterval(subjects, 0.5, stream(0, `${name}/median`));
  return {
    median: { value: survivalQuantile(subjects, 0.5), ...interval },
    p90: survivalQuantile(subjects, 0.9),
    worst: survivalQuantile(subjects, 1),
    failures: times.filter((time) => time === null).length,
    waiting: curveOf(
      steps.map(({ time }) => time),
      steps.map(({ share }) => share),
      survivalBand(subjects, stream(0, `${name}/waiting`)),
    ),
  };
}

function efficiency(runs: readonly RunData[], world: World, name: string): Efficiency[] {
  return EFFICIENCY_EPISODES.map((episode) => {
    const returns = runs.map((run) => returnAfter(run, episode)).filter((value) => value !== null);
    const scores = returns.map((value) => normalise(value, world));
    const isLongEnough = returns.length === runs.length;
    return { episode, score: isLongEnough ? iqmEstimate([scores], `${name}/${episode}`) : null };
  });
}

function learning(runs: readonly RunData[], name: string): Curve {
  const episodes = Array.from({ length: runs[0].episodes }, (_, i) => i + 1);
  const returns = episodes.map((episode) => runs.map((run) => run.evalReturns[episode - 1]));
  const orders = returns.map(ascending);
  const bands = bootstrapBand(
    [runs.length],
    episodes.length,
    (counts, curve) => {
      for (let i = 0; i < curve.length; i++) {
        curve[i] = resampledInterquartileMean(returns[i], orders[i], counts);
      }
    },
    stream(0, name),
  );
  return curveOf(episodes, returns.map(interquartileMean), bands);
}

function improvement(
  runs: readonly RunData[],
  { agent, runs: baseline }: AgentRuns,
  name: string,
): Improvement {
  const x = runs.map(lastFifthOf);
  const y = baseline.map(lastFifthOf);
  const pairs = runs.flatMap((run) => {
    const other = baseline.find(({ seed }) => seed === run.seed);
    return other ? [[lastFifthOf(run), lastFifthOf(other)] as const] : [];
  });
  const pairedX = pairs.map(([value]) => value);
  const pairedY = pairs.map(([, value]) => value);
  const paired = (): Improvement['paired'] => ({
    seeds: pairs.length,
    value: pairedImprovement(pairedX, pairedY),
    ...pairedImprovementInterval(pairedX, pairedY, stream(0, `${name}/paired`)),
  });
  return {
    over: agent,
    allPairs: {
      value: probabilityOfImprovement(x, y),
      ...improvementInterval(x, y, stream(0, `${name}/pairs`)),
    },
    paired: pairs.length === 0 ? null : paired(),
  };
}

/**
 * @param name     of the group: every interval draws from a stream named after what it is of, so that none depends on
 *                 which other agents are compared
 * @param allSeeds seeds that any agent of the group has been run on
 * @param baseline what to compare with, or null
 */
export function agentResult(
  name: string,
  world: World,
  { agent, runs }: AgentRuns,
  allSeeds: readonly number[],
  baseline: AgentRuns | null,
): AgentResult {
  const of = (what: string): string => `report/${name}/${agent}/${what}`;
  const seeds = runs.map(({ seed }) => seed);
  const last = runs.map(lastFifthOf);
  const scores = last.map((value) => normalise(value, world));
  const firstGoals = runs.map((run) => run.firstGoalEpisode);
  const firstAboves = runs.map((run) => firstAbove(run, world.threshold));
  return {
    agent,
    seeds,
    missingSeeds: allSeeds.filter((seed) => !seeds.includes(seed)),
    episodes: runs[0].episodes,
    firstGoal: timeTo(runs, firstGoals, of('first goal')),
    firstAbove: timeTo(runs, firstAboves, of('first above')),
    lastFifth: {
      iqm: iqmEstimate([last], of('last fifth')),
      mean: mean(last),
      worst: Math.min(...last),
    },
    efficiency: efficiency(runs, world, of('efficiency')),
    profile: curveOf(
      TAUS,
      performanceProfile(scores, TAUS),
      performanceProfileBand([scores], TAUS, stream(0, of('profile'))),
    ),
    improvement:
      baseline === null || baseline.agent === agent
        ? null
        : improvement(runs, baseline, of('improvement')),
    learning: learning(runs, of('learning')),
  };
}
