/** All that a comparison says of one group of runs, an agent with its settings, in one environment under one reward. */
import type { RunData } from '../../record/readBack.ts';
import type { Options } from '../../train/config/environments.ts';
import { stream } from '../../math/random/rng.ts';
import { bootstrapBand } from '../../math/stats/bootstrap.ts';
import { normalise, type Scale } from '../../math/stats/normalise.ts';
import { performanceProfile, performanceProfileBand } from '../../math/stats/profiles.ts';
import { ascending, resampledInterquartileMean } from '../../math/stats/resample.ts';
import { interquartileMean, mean } from '../../math/stats/descriptive.ts';
import {
  survivalBand,
  survivalCurve,
  survivalQuantile,
  survivalQuantileInterval,
  type Subject,
} from '../../math/stats/survival.ts';
import { againstReference, type Against } from './against.ts';
import { curveOf, iqmEstimate, type Curve, type Estimate, type TimeEstimate } from './estimates.ts';
import { EFFICIENCY_EPISODES, firstAbove, lastFifthOf, scoreAfter } from './measures.ts';
import { scaleOf, type TaskScale } from '../runs/environments.ts';

/** Scores τ at which profiles are computed. */
export const TAUS: readonly number[] = Array.from({ length: 51 }, (_, i) => i / 50);

/** Training episodes until something is reached, over seeds; null: never. */
export interface TimeTo {
  readonly median: TimeEstimate;
  /** Episodes by which 90 % and all of the seeds have reached it. */
  readonly p90: number | null;
  readonly worst: number | null;
  /** Seeds that never reached it. */
  readonly failures: number;
  /** Share of seeds that have not reached it, from each episode on, with a step wherever one does; 1 before the first. */
  readonly waiting: Curve;
}

export interface Efficiency {
  readonly episode: number;
  /** Interquartile mean of the normalised score around that episode; null if the runs were shorter, or it is not known. */
  readonly normalisedScore: Estimate | null;
}

/** In front of a noisy TV, over all training episodes of a run: interquartile means over seeds of two shares. */
export interface RemoteUse {
  /** Of the actions, that pressed the remote. */
  readonly actions: Estimate;
  /** Of the bonus, that was earned by pressing it; null without a bonus. */
  readonly bonus: Estimate | null;
}

export interface AgentResult {
  readonly agent: string;
  /** What it is called: `vime, eta 0.3`. */
  readonly label: string;
  /** Settings that are not what the agent has in that environment. */
  readonly settings: Options;
  /** Ascending. */
  readonly seeds: readonly number[];
  /** Seeds that others have been run on, and this one has not. */
  readonly missingSeeds: readonly number[];
  /** That are compared. */
  readonly episodes: number;
  readonly firstGoal: TimeTo;
  /** First evaluation at or above the environment's threshold. */
  readonly firstAbove: TimeTo;
  /** Score of the last fifth of a run's evaluations, over all seeds. */
  readonly lastFifth: { readonly iqm: Estimate; readonly mean: number; readonly worst: number };
  readonly efficiency: readonly Efficiency[];
  /** Share of seeds whose last fifth has a normalised score above each τ; null if that is not known. */
  readonly profile: Curve | null;
  /** Null without a TV, or where a run did not record it. */
  readonly remote: RemoteUse | null;
  /** Null for the reference itself, and where there is none. */
  readonly against: Against | null;
  /** Interquartile mean over seeds of the score after each episode. */
  readonly learning: Curve;
}

/** Runs of one group in one environment under one reward, with equally many episodes, by seed. */
export interface AgentRuns {
  readonly agent: string;
  readonly label: string;
  /** Names its random streams. */
  readonly key: string;
  readonly settings: Options;
  readonly runs: readonly RunData[];
}

/** @param times one for each run; null: not up to its last episode */
function timeTo(runs: readonly RunData[], times: readonly (number | null)[], name: string): TimeTo {
  const subjects = times.map((time, i): Subject => ({
    time: time ?? runs[i].episodes,
    reached: time !== null,
  }));
  const steps = survivalCurve(subjects);
  const interval = survivalQuantileInterval(subjects, 0.5, stream(0, `${name}/median`));
  return {
    median: { value: survivalQuantile(subjects, 0.5), interval },
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

function efficiency(runs: readonly RunData[], scale: Scale | null, name: string): Efficiency[] {
  return EFFICIENCY_EPISODES.map((episode) => {
    const returns = runs.map((run) => scoreAfter(run, episode)).filter((value) => value !== null);
    const isLongEnough = returns.length === runs.length;
    const scores = scale && isLongEnough ? returns.map((value) => normalise(value, scale)) : null;
    return {
      episode,
      normalisedScore: scores && iqmEstimate([scores], `${name}/${episode}`),
    };
  });
}

function learning(runs: readonly RunData[], name: string): Curve {
  const episodes = Array.from({ length: runs[0].episodes }, (_, i) => i + 1);
  const returns = episodes.map((episode) => runs.map((run) => run.evalScores[episode - 1]));
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

function remoteUse(runs: readonly RunData[], name: string): RemoteUse | null {
  const estimateOf = (shares: readonly (number | null)[], what: string): Estimate | null => {
    const known = shares.filter((share) => share !== null);
    return known.length === runs.length ? iqmEstimate([known], `${name}/${what}`) : null;
  };
  const actions = estimateOf(
    runs.map(({ remoteShare }) => remoteShare),
    'actions',
  );
  const bonus = estimateOf(
    runs.map(({ remoteBonusShare }) => remoteBonusShare),
    'bonus',
  );
  return actions && { actions, bonus };
}

/**
 * @param name     of the environment and reward: every interval draws from a stream named after what it is of, so that none
 *                 depends on which others are compared
 * @param allSeeds seeds that any group has been run on
 * @param reference what to compare with, or null
 */
export function agentResult(
  name: string,
  task: TaskScale,
  { agent, label, key, settings, runs }: AgentRuns,
  allSeeds: readonly number[],
  reference: AgentRuns | null,
): AgentResult {
  const of = (what: string): string => `report/${name}/${key}/${what}`;
  const seeds = runs.map(({ seed }) => seed);
  const last = runs.map(lastFifthOf);
  const scale = scaleOf(task);
  const scores = scale && last.map((value) => normalise(value, scale));
  const firstGoals = runs.map((run) => run.firstGoalEpisode);
  const firstAboves = runs.map((run) => firstAbove(run, task.threshold));
  return {
    agent,
    label,
    settings,
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
    efficiency: efficiency(runs, scale, of('efficiency')),
    profile:
      scores &&
      curveOf(
        TAUS,
        performanceProfile(scores, TAUS),
        performanceProfileBand([scores], TAUS, stream(0, of('profile'))),
      ),
    remote: remoteUse(runs, of('remote')),
    against:
      reference === null || reference.label === label
        ? null
        : againstReference(reference.label, reference.runs, runs, task.threshold, of('against')),
    learning: learning(runs, of('learning')),
  };
}
