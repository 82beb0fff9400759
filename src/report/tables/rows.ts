/** Rows of figures that a table in a document, on a page and on a terminal share. */
import { excludes } from './against.ts';
import type { AgentResult, TimeTo } from './agentResult.ts';
import type { Group } from './comparison.ts';
import type { Estimate } from './estimates.ts';
import { scoreDigits, shownMilestone, shownNumber } from './numbers.ts';
import { isExplored } from '../runs/environments.ts';

/** `−101.1 [−102.0, −100.4]`, or without an interval `−101.1`. */
export function shownEstimate({ value, interval }: Estimate, digits: number): string {
  const number = shownNumber(value, digits);
  if (!interval) return number;
  const [low, high] = [interval.low, interval.high].map((x) => shownNumber(x, digits));
  return `${number} [${low}, ${high}]`;
}

export const orNever = (time: number | null): string => (time === null ? 'never' : String(time));

/** `6 [5, 7]`: the median with its interval. */
export function shownMedian({ median: { value, interval } }: TimeTo): string {
  const between = interval ? ` [${orNever(interval.low)}, ${orNever(interval.high)}]` : '';
  return `${orNever(value)}${between}`;
}

/** `6 [5, 7] / 11 / 12`: the median with its interval, 90 % and the last seed. */
export const shownTime = (time: TimeTo): string =>
  `${shownMedian(time)} / ${orNever(time.p90)} / ${orNever(time.worst)}`;

/** Cells that stand only where there is a goal: not where the task is to explore. */
export const ofGoal = (group: Pick<Group, 'score'>, cells: readonly string[]): readonly string[] =>
  isExplored(group) ? [] : cells;

/** A column for the first evaluation at the threshold, if there is one. */
export const aboveHead = (threshold: number | null): string[] =>
  threshold === null ? [] : [`first eval ≥ ${shownMilestone(threshold)}, episode`];

export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly string[][];
}

/** The most important figures of each agent in one row. */
export function summaryRows(group: Group): Rows {
  const { agents, threshold } = group;
  const head = [
    'agent',
    'seeds',
    ...ofGoal(group, ['first goal, episode', 'never']),
    ...aboveHead(threshold),
    'last fifth: IQM',
    'worst',
  ];
  const row = (result: AgentResult): string[] => [
    result.label,
    String(result.seeds.length),
    ...ofGoal(group, [shownTime(result.firstGoal), String(result.firstGoal.failures)]),
    ...(threshold === null ? [] : [shownTime(result.firstAbove)]),
    shownEstimate(result.lastFifth.iqm, scoreDigits(threshold)),
    shownNumber(result.lastFifth.worst, scoreDigits(threshold)),
  ];
  return { head, rows: agents.map(row) };
}

/** An estimate with a star if its interval excludes what it would be without a difference. */
function starred(estimate: Estimate, digits: number, withoutDifference: number): string {
  const text = shownEstimate(estimate, digits);
  return excludes(estimate, withoutDifference) ? `${text} *` : text;
}

/** What the star means. */
export const STAR_NOTE = '* The interval excludes no difference: 0, or a probability of 0.5.';

/** What the table of the reference against each other agent is made from. */
type Opposed = Pick<Group, 'reference' | 'score' | 'threshold'> & {
  readonly agents: readonly Pick<AgentResult, 'label' | 'against'>[];
};

/** The reference against each other agent, in rows; null if there is no reference, or no other agent. */
export function againstRows(group: Opposed): Rows | null {
  const { agents, reference, threshold } = group;
  const rows = agents.flatMap(({ label, against }) => {
    if (against === null) return [];
    const { difference, betterEnd, soonerAbove, soonerGoal } = against;
    const probability = (p: Estimate): string => starred(p, 2, 0.5);
    return [
      [
        label,
        starred(difference, scoreDigits(threshold), 0),
        probability(betterEnd),
        ...(threshold === null ? [] : [probability(soonerAbove)]),
        ...ofGoal(group, [probability(soonerGoal)]),
      ],
    ];
  });
  if (reference === null || rows.length === 0) return null;
  const head = [
    `${reference} against`,
    'last fifth: difference of IQM',
    'P(better last fifth)',
    ...(threshold === null ? [] : [`P(first eval ≥ ${shownMilestone(threshold)} sooner)`]),
    ...ofGoal(group, ['P(first goal sooner)']),
  ];
  return { head, rows };
}

/** How often agents press the remote of a noisy TV, in rows; null if none is known to. */
export function remoteRows({
  agents,
}: {
  readonly agents: readonly Pick<AgentResult, 'label' | 'remote'>[];
}): Rows | null {
  const rows = agents.flatMap(({ label, remote }) =>
    remote === null
      ? []
      : [
          [
            label,
            shownEstimate(remote.actions, 2),
            remote.bonus ? shownEstimate(remote.bonus, 2) : '–',
          ],
        ],
  );
  const head = ['agent', 'actions that press the remote: share', 'bonus earned by them: share'];
  return rows.length === 0 ? null : { head, rows };
}
