/** Groups of runs compared over seeds, in each environment under each reward: plain data, from which tables and charts are made. */
import { createConfig } from '../../train/config/config.ts';
import type { Options } from '../../train/config/environments.ts';
import { stream } from '../../math/random/rng.ts';
import { BAND_RESAMPLES, CONFIDENCE, FEWEST, RESAMPLES } from '../../math/stats/bootstrap.ts';
import { normalise } from '../../math/stats/normalise.ts';
import { performanceProfile, performanceProfileBand } from '../../math/stats/profiles.ts';
import { agentResult, TAUS, type AgentResult, type AgentRuns } from './agentResult.ts';
import { curveOf, iqmEstimate, type Curve, type Estimate } from './estimates.ts';
import { groupsOf, memberOfRun, type Group as RunGroup, type NamedRun } from '../runs/groups.ts';
import { cutTo, EFFICIENCY_WINDOW, lastFifthOf } from './measures.ts';
import { scaleOf, taskScale, type TaskScale } from '../runs/environments.ts';

/** The agent that is compared with every other one. */
const REFERENCE = 'vime';

/** All groups of runs in one environment under one reward. */
export interface Group extends TaskScale {
  /** With its options, as far as they are not the usual ones: `mountain-car, maxSteps 500`. */
  readonly env: string;
  /** Null if it has no choice of rewards. */
  readonly reward: string | null;
  /** Seeds that any group has been run on, ascending. */
  readonly seeds: readonly number[];
  /** Episodes up to which runs are compared, if some are longer than others; null: all of each. */
  readonly comparedUpTo: number | null;
  /** Label of the group that is compared with every other one; null: none. */
  readonly reference: string | null;
  readonly agents: readonly AgentResult[];
}

/** A group of runs over all environments and rewards, pooled as scores and resampled within each. */
export interface OverallResult {
  readonly agent: string;
  readonly label: string;
  readonly settings: Options;
  readonly runs: number;
  /** Interquartile mean of the normalised score of the last fifth. */
  readonly normalisedScore: Estimate;
  readonly profile: Curve;
}

export interface Comparison {
  /** How intervals were made: share of the resamples inside, their number for a number and for a curve, and the fewest seeds. */
  readonly confidence: number;
  readonly resamples: number;
  readonly bandResamples: number;
  readonly fewestSeeds: number;
  /** Evaluations that are averaged for the normalised score after an episode. */
  readonly efficiencyWindow: number;
  readonly groups: readonly Group[];
  /** Groups that were run in every environment and reward; none if there is only one, or one without a normalised score. */
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

/** A run and the group it belongs to. */
interface Grouped {
  readonly run: NamedRun;
  readonly group: RunGroup;
}

/**
 * Runs are compared up to the length they share, except that an agent whose recipe is longer than that of others has all of
 * its episodes: `original` needs 500, and runs of `sb3-zoo` end after so many environment steps.
 */
function sharedLength(runs: readonly NamedRun[]): number | null {
  const lengths = runs.map(({ episodes }) => episodes);
  const shortest = Math.min(...lengths);
  const isUsual = ({ agent, episodes }: NamedRun): boolean => {
    const usual = createConfig({ agent });
    return usual.episodes === episodes || usual.steps !== 'none';
  };
  return runs.every(isUsual) || lengths.every((length) => length === shortest) ? null : shortest;
}

/** `vime`, or where there is but one agent that one, with the fewest changed settings; of equal ones the first. */
function referenceOf(groups: readonly AgentRuns[]): AgentRuns | null {
  if (groups.length === 1) return null;
  const isOne = new Set(groups.map(({ agent }) => agent)).size === 1;
  const name = isOne ? groups[0].agent : REFERENCE;
  const candidates = groups.filter(({ agent }) => agent === name);
  const changes = ({ settings }: AgentRuns): number => Object.keys(settings).length;
  const fewest = Math.min(...candidates.map(changes));
  return candidates.find((group) => changes(group) === fewest) ?? null;
}

function groupOf(name: string, all: readonly Grouped[]): Group {
  const { task, reward } = all[0].run;
  const known = taskScale(task);
  const comparedUpTo = sharedLength(all.map(({ run }) => run));
  const groups = [...groupBy(all, ({ group }) => group.label)].map(
    ([label, ofGroup]): AgentRuns => {
      const { agent, key, changed: settings } = ofGroup[0].group;
      const upTo = comparedUpTo ?? Math.min(...ofGroup.map(({ run }) => run.episodes));
      const runs = ofGroup.map(({ run }) => cutTo(run, upTo)).sort((a, b) => a.seed - b.seed);
      return { agent, label, key, settings, runs };
    },
  );
  const seeds = [...new Set(all.map(({ run }) => run.seed))].sort((a, b) => a - b);
  const reference = referenceOf(groups);
  return {
    env: task.name,
    reward,
    ...known,
    seeds,
    comparedUpTo,
    reference: reference?.label ?? null,
    agents: groups.map((ofGroup) => agentResult(name, known, ofGroup, seeds, reference)),
  };
}

/** @param strata the group's runs in each environment and reward */
function overallOf(
  { agent, key, label, changed: settings }: RunGroup,
  strata: readonly (readonly NamedRun[])[],
): OverallResult {
  const scores = strata.map((runs) =>
    runs.map((run) => normalise(lastFifthOf(run), scaleOf(run.task)!)),
  );
  const pooled = scores.flat();
  const of = (what: string): string => `report/overall/${key}/${what}`;
  return {
    agent,
    label,
    settings,
    runs: pooled.length,
    normalisedScore: iqmEstimate(scores, of('score')),
    profile: curveOf(
      TAUS,
      performanceProfile(pooled, TAUS),
      performanceProfileBand(scores, TAUS, stream(0, of('profile'))),
    ),
  };
}

/**
 * Environments and groups stand in the order in which they first appear.
 *
 * @param runs  finished runs, no two of them of the same environment, reward, group and seed
 * @param begin called with the name of each environment and reward before it is compared
 * @throws ConfigError if an environment or an agent is not known, or a given name would make two groups of the same label
 */
export function compareRuns(
  runs: readonly NamedRun[],
  begin: (what: string) => void = () => undefined,
): Comparison {
  const groupOfEach = groupsOf(runs.map(memberOfRun));
  const grouped = runs.map((run, n): Grouped => ({ run, group: groupOfEach[n] }));
  const sectionOf = ({ run: { task, reward } }: Grouped): string =>
    reward === null ? task.name : `${task.name}/${reward}`;
  const sections = groupBy(grouped, sectionOf);
  const groups = [...sections].map(([name, ofSection]) => {
    begin(`intervals of ${name}`);
    return groupOf(name, ofSection);
  });
  const isNormalised = groups.every((group) => scaleOf(group) !== null);
  const lengths = new Map([...sections.keys()].map((name, n) => [name, groups[n].comparedUpTo]));
  const everywhere = [...groupBy(grouped, ({ group }) => group.label)].flatMap(([, ofGroup]) => {
    const strata = [...groupBy(ofGroup, sectionOf)].map(([name, ofSection]) =>
      ofSection.map(({ run }) => cutTo(run, lengths.get(name) ?? run.episodes)),
    );
    return groups.length > 1 && strata.length === groups.length && isNormalised
      ? [{ group: ofGroup[0].group, strata }]
      : [];
  });
  return {
    confidence: CONFIDENCE,
    resamples: RESAMPLES,
    bandResamples: BAND_RESAMPLES,
    fewestSeeds: FEWEST,
    efficiencyWindow: EFFICIENCY_WINDOW,
    groups,
    overall: everywhere.map(({ group, strata }) => overallOf(group, strata)),
  };
}
