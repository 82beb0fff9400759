/** Agents compared over seeds, in each world under each reward: plain data, from which tables and charts are made. */
import { ConfigError } from '../experiment/field.ts';
import type { RunData } from '../experiment/readBack.ts';
import { stream } from '../random/rng.ts';
import { CONFIDENCE, RESAMPLES } from '../stats/bootstrap.ts';
import { normalise } from '../stats/normalise.ts';
import { performanceProfile, performanceProfileBand } from '../stats/profiles.ts';
import { agentResult, TAUS, type AgentResult, type AgentRuns } from './agentResult.ts';
import { curveOf, iqmEstimate, type Curve, type Estimate } from './estimates.ts';
import { EFFICIENCY_WINDOW, lastFifthOf } from './measures.ts';
import { worldOf, type World } from './worlds.ts';

/** Curiosity is judged by what it adds to this agent, which explores by epsilon-greedy actions alone. */
const BASELINE = 'dqn';

/** All agents in one world under one reward. */
export interface Group extends World {
  readonly world: string;
  readonly reward: string;
  /** Seeds that any agent has been run on, ascending. */
  readonly seeds: readonly number[];
  readonly agents: readonly AgentResult[];
}

/** An agent over all groups, the runs pooled as scores and resampled within each group. */
export interface OverallResult {
  readonly agent: string;
  readonly runs: number;
  /** Interquartile mean of the score of the last fifth. */
  readonly score: Estimate;
  readonly profile: Curve;
}

export interface Comparison {
  /** How intervals were made: share of the resamples inside, and their number. */
  readonly confidence: number;
  readonly resamples: number;
  /** Evaluations that are averaged for the score after an episode. */
  readonly efficiencyWindow: number;
  readonly baseline: string;
  readonly groups: readonly Group[];
  /** Agents that were run in every group; none if there is only one group. */
  readonly overall: readonly OverallResult[];
}

/** The lists of things with equal keys, in the order in which the keys first appear. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** @throws ConfigError if runs that would stand in one row were not run alike */
function checkAlike(runs: readonly RunData[], world: World): void {
  for (const { world: name, reward, agent, seed, maxSteps, episodes } of runs) {
    const where = `${name}, ${reward}, ${agent} seed ${seed}`;
    if (maxSteps !== world.maxSteps) {
      throw new ConfigError(
        `${where}: expected episodes of up to ${world.maxSteps} steps in this world, got ${maxSteps}`,
      );
    }
    if (episodes !== runs[0].episodes) {
      throw new ConfigError(
        `${where}: expected ${runs[0].episodes} episodes as with seed ${runs[0].seed}, got ${episodes}`,
      );
    }
  }
}

function groupOf(name: string, runs: readonly RunData[]): Group {
  const { world, reward } = runs[0];
  const known = worldOf(world);
  const agents = [...groupBy(runs, (run) => run.agent)].map(([agent, ofAgent]): AgentRuns => {
    checkAlike(ofAgent, known);
    return { agent, runs: ofAgent.sort((a, b) => a.seed - b.seed) };
  });
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  const baseline = agents.find(({ agent }) => agent === BASELINE) ?? null;
  return {
    world,
    reward,
    ...known,
    seeds,
    agents: agents.map((ofAgent) => agentResult(name, known, ofAgent, seeds, baseline)),
  };
}

/** @param strata the agent's runs in each group */
function overallOf(agent: string, strata: readonly (readonly RunData[])[]): OverallResult {
  const scores = strata.map((runs) =>
    runs.map((run) => normalise(lastFifthOf(run), worldOf(run.world))),
  );
  const pooled = scores.flat();
  const of = (what: string): string => `report/overall/${agent}/${what}`;
  return {
    agent,
    runs: pooled.length,
    score: iqmEstimate(scores, of('score')),
    profile: curveOf(
      TAUS,
      performanceProfile(pooled, TAUS),
      performanceProfileBand(scores, TAUS, stream(0, of('profile'))),
    ),
  };
}

/**
 * Groups and agents stand in the order in which they first appear.
 *
 * @param runs finished runs, no two of them of the same world, reward, agent and seed
 * @throws ConfigError if a world is not known, or if runs of one agent differ in their number of episodes or their time limit
 */
export function compareRuns(runs: readonly RunData[]): Comparison {
  const grouped = groupBy(runs, ({ world, reward }) => `${world}/${reward}`);
  const groups = [...grouped].map(([name, ofGroup]) => groupOf(name, ofGroup));
  const everywhere = [...groupBy(runs, ({ agent }) => agent)].flatMap(([agent, ofAgent]) => {
    const strata = [...groupBy(ofAgent, ({ world, reward }) => `${world}/${reward}`).values()];
    return groups.length > 1 && strata.length === groups.length ? [{ agent, strata }] : [];
  });
  return {
    confidence: CONFIDENCE,
    resamples: RESAMPLES,
    efficiencyWindow: EFFICIENCY_WINDOW,
    baseline: BASELINE,
    groups,
    overall: everywhere.map(({ agent, strata }) => overallOf(agent, strata)),
  };
}
