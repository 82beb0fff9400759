/** All figures of a comparison: from what the statistics give to what the charts take. */
import { arrivalCurves, dqnAgainstVime, learningCurves, profiles, type Scene } from './charts.ts';
import { drawCurves, type Curve } from './curves.ts';
import { drawn, type Drawn, type Figure } from '../draw/figure.ts';
import type { Options } from '../../train/config/environments.ts';
import { taskTitle } from '../../train/config/task.ts';
import type { Scale } from '../../math/stats/normalise.ts';
import { scaleOf } from '../runs/environments.ts';
import { slugOf } from '../runs/groups.ts';
import type { Interval } from '../../math/stats/bootstrap.ts';
import type { NotedGroup } from '../tables/groupNotes.ts';
import type { Against } from '../tables/against.ts';
import type { RemoteUse } from '../tables/agentResult.ts';
import { counted, shownMilestone } from '../tables/numbers.ts';
import { finalScores } from './finalScores.ts';
import { groupStyles, type AgentStyle } from '../draw/palette.ts';

/** Values with their 95 % intervals, as columns of equal length; low and high are null for too few seeds. */
export interface Band {
  /** Where: an episode, or a score. */
  readonly at: readonly number[];
  readonly value: readonly number[];
  readonly low: readonly number[] | null;
  readonly high: readonly number[] | null;
}

/** Training episodes until something is reached; null: never. */
export interface ArrivalTimes {
  readonly median: { readonly value: number | null };
  /** Episodes by which 90 % and all of the seeds have reached it. */
  readonly p90: number | null;
  readonly worst: number | null;
  /** Seeds that never reached it. */
  readonly failures: number;
  /** Share of seeds that have not reached it, from an episode on; 1 before the first. */
  readonly waiting: Band;
}

/** What the figures need to know of a group of runs in one environment under one reward. */
export interface ComparedAgent {
  readonly agent: string;
  /** What it is called: the agent, or more. */
  readonly label: string;
  readonly settings: Options;
  readonly seeds: readonly number[];
  readonly episodes: number;
  /** Score after each episode. */
  readonly learning: Band;
  readonly firstGoal: ArrivalTimes;
  /** First evaluation at or above the group's threshold. */
  readonly firstAbove: ArrivalTimes;
  /** Share of seeds whose last fifth has a normalised score above each; null if that is not known. */
  readonly profile: Band | null;
  /** Score of the last fifth of the episodes. */
  readonly lastFifth: {
    readonly iqm: { readonly value: number; readonly interval: Interval | null };
  };
  /** The reference against it; null for the reference itself. */
  readonly against: Against | null;
  /** Use of the remote of a noisy TV; null: none, or not recorded. */
  readonly remote: RemoteUse | null;
}

export interface ComparedGroup extends NotedGroup {
  readonly env: string;
  readonly reward: string | null;
  /** What a score is: `minus steps`. */
  readonly score: string;
  /** Mean score of the best policy, which is normalised to 1, and of random actions, to 0; null: not known. */
  readonly optimum: number | null;
  readonly random: number | null;
  /** A score that counts as having learnt the task; null: there is none. */
  readonly threshold: number | null;
  /** Label of the group that is compared with every other one; null: none. */
  readonly reference: string | null;
  readonly agents: readonly ComparedAgent[];
}

/** Styles of groups, by label. */
export type Styles = ReadonlyMap<string, AgentStyle>;

/** Evaluations that the figure of Cassie-Lim/VIME averages; with fewer than two windows there would be no line. */
const WINDOW = 20;

/** `noisy-tv, sparse reward` */
export const groupName = ({ env, reward }: ComparedGroup): string => taskTitle(env, reward);

/** `30 seeds`, or `20 to 30 seeds` if agents differ. */
export function seedsOf(agents: readonly ComparedAgent[]): string {
  const counts = agents.map(({ seeds }) => seeds.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? counted(most, 'seed') : `${least} to ${counted(most, 'seed')}`;
}

/** `mountain-car-maxSteps500-sparse` */
function idOf({ env, reward }: ComparedGroup): string {
  const place = slugOf(env.replaceAll(', ', '-').replaceAll(' ', ''));
  return reward === null ? place : `${place}-${reward}`;
}

function sceneOf(group: ComparedGroup, agents: readonly ComparedAgent[]): Scene {
  return {
    id: idOf(group),
    name: groupName(group),
    score: group.score,
    optimum: group.optimum,
    random: group.random,
    seeds: seedsOf(agents),
  };
}

const curveOf = (label: string, { at, value, low, high }: Band): Curve => ({
  agent: label,
  x: at,
  y: value,
  low,
  high,
});

/** The curves, or other drawings, of groups in their styles. */
function styled<T extends { readonly agent: string }>(
  drawings: readonly T[],
  styles: Styles,
): (T & { readonly style?: AgentStyle })[] {
  return drawings.map((drawing) => {
    const style = styles.get(drawing.agent);
    return style ? { ...drawing, style } : drawing;
  });
}

/** Shares that have reached it, from shares that have not: from the first episode, where none has, to the last. */
export function arrived(label: string, waiting: Band, episodes: number): Curve {
  const start = waiting.at[0] === 1 ? [] : [1];
  const end = waiting.at.at(-1) === episodes ? [] : [episodes];
  const shares = (left: readonly number[]): number[] => {
    const there = [...start.map(() => 0), ...left.map((share) => 1 - share)];
    return [...there, ...end.map(() => there.at(-1) ?? 0)];
  };
  return {
    agent: label,
    x: [...start, ...waiting.at, ...end],
    y: shares(waiting.value),
    low: waiting.high && shares(waiting.high),
    high: waiting.low && shares(waiting.low),
  };
}

/** A profile over normalised scores, 0 (random) to 1 (optimal), as one over scores. */
export function overScores(label: string, profile: Band, { random, optimum }: Scale): Curve {
  return curveOf(label, {
    ...profile,
    at: profile.at.map((normalised) => random + normalised * (optimum - random)),
  });
}

/** Cassie-Lim/VIME and this project, each with and without its bonus; those that were run. */
async function pairFigures(group: ComparedGroup): Promise<Drawn<Figure>[]> {
  const pairs = [
    { whose: 'as in Cassie-Lim/VIME', names: ['original', 'original-dqn'] },
    { whose: 'as in this project', names: ['vime', 'dqn'] },
  ];
  const figures: Drawn<Figure>[] = [];
  for (const { whose, names } of pairs) {
    const agents = group.agents.filter(({ label }) => names.includes(label));
    const isLong = agents.every(({ episodes }) => episodes >= 2 * WINDOW);
    if (agents.length < names.length || !isLong) continue;
    const curves = agents.map(({ label, learning }) => curveOf(label, learning));
    const scene = sceneOf(group, agents);
    figures.push(
      await drawn(`${scene.id}-${names.join('-')}`, () =>
        dqnAgainstVime(scene, whose, curves, WINDOW),
      ),
    );
  }
  return figures;
}

/** Learning curves. @param width px, of a chart that stands alone. Default: as all charts on a page */
export function learningFigure(
  group: ComparedGroup,
  styles: Styles = groupStyles(group.agents),
  width?: number,
): Promise<Figure> {
  const { agents } = group;
  const curves = agents.map(({ label, learning }) => curveOf(label, learning));
  return learningCurves(sceneOf(group, agents), styled(curves, styles), width);
}

/** The figures of one environment under one reward. */
export async function groupFigures(
  group: ComparedGroup,
  styles: Styles = groupStyles(group.agents),
): Promise<Drawn<Figure>[]> {
  const { agents } = group;
  const scene = sceneOf(group, agents);
  const goal = { id: 'goal', words: 'the goal is reached for the first time' };
  const well = {
    id: 'threshold',
    words: `an evaluation scores ${shownMilestone(group.threshold ?? 0)} or better for the first time`,
  };
  // No chart if no seed ever reaches it.
  const arrivals = async (
    of: 'firstGoal' | 'firstAbove',
    event: typeof goal,
  ): Promise<Drawn<Figure>[]> =>
    agents.every((result) => result[of].failures === result.seeds.length)
      ? []
      : [
          await drawn(`${scene.id}-${event.id}`, () =>
            arrivalCurves(
              scene,
              event,
              styled(
                agents.map((result) => arrived(result.label, result[of].waiting, result.episodes)),
                styles,
              ),
            ),
          ),
        ];
  return [
    await drawn(`${scene.id}-learning`, () => learningFigure(group, styles)),
    await drawn(`${scene.id}-final`, () =>
      finalScores(
        scene,
        styled(
          agents.map(({ label, lastFifth: { iqm } }) => ({
            agent: label,
            ...iqm,
          })),
          styles,
        ),
      ),
    ),
    ...(await arrivals('firstGoal', goal)),
    ...(await arrivals('firstAbove', well)),
    ...(await profileFigures(scene, group, styles)),
    ...(await pairFigures(group)),
  ];
}

/** One, or none where scores are not normalised. */
async function profileFigures(
  scene: Scene,
  group: ComparedGroup,
  styles: Styles,
): Promise<Drawn<Figure>[]> {
  const scale = scaleOf(group);
  if (!scale) return [];
  const curves = group.agents.flatMap(({ label, profile }) =>
    profile ? [overScores(label, profile, scale)] : [],
  );
  return [await drawn(`${scene.id}-profiles`, () => profiles(scene, styled(curves, styles)))];
}

/** A group of runs over all environments and rewards. */
export interface OverallProfile {
  readonly agent: string;
  readonly label: string;
  readonly settings: Options;
  readonly profile: Band;
}

/** Profiles of the agents that were run in all environments and rewards, as scores. */
export async function overallFigure(
  overall: readonly OverallProfile[],
  styles: Styles = groupStyles(overall),
): Promise<Figure> {
  const bands = overall.some(({ profile }) => profile.low !== null) ? '; 95\u00a0%\u00a0band' : '';
  const svg = await drawCurves({
    title: 'Performance profile, over all environments and rewards',
    subtitle: `normalised score: 0 for random actions, 1 for the optimum${bands}`,
    xTitle: 'normalised score of the last fifth of the episodes',
    yTitle: 'share of runs with more',
    curves: styled(
      overall.map(({ label, profile }) => curveOf(label, profile)),
      styles,
    ),
    yDomain: [0, 1],
    percent: true,
  });
  const caption =
    'All runs of an agent pooled. The further right a line stays up, the better; an agent whose line lies above another’s ' +
    'throughout is better at every threshold.';
  return { name: 'overall-profiles', svg, caption };
}
