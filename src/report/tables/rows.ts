/** Rows of figures that a table in a document, on a page and on a terminal share. */
import { excludes } from './against.ts';
import type { AgentResult, TimeTo } from './agentResult.ts';
import type { Group } from './comparison.ts';
import type { Estimate } from './estimates.ts';
import { digitsOfScores, shownMilestone, shownNumber } from './numbers.ts';
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

export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly string[][];
}

/** A column of a table: its head, and its cell in the row of a thing. */
export type Column<Thing> = readonly [head: string, cell: (thing: Thing) => string];

/** A table with a row for each thing. */
export const rowsOf = <Thing>(
  things: readonly Thing[],
  columns: readonly Column<Thing>[],
): Rows => ({
  head: columns.map(([head]) => head),
  rows: things.map((thing) => columns.map(([, cell]) => cell(thing))),
});

/** Columns that stand only where there is a goal: not where the task is to explore. */
export const ofGoal = <Thing>(
  group: Pick<Group, 'score'>,
  columns: readonly Column<Thing>[],
): readonly Column<Thing>[] => (isExplored(group) ? [] : columns);

/** A column that stands only where there is a threshold. */
const ofThreshold = <Thing>(
  { threshold }: Pick<Group, 'threshold'>,
  column: (threshold: string) => Column<Thing>,
): readonly Column<Thing>[] => (threshold === null ? [] : [column(shownMilestone(threshold))]);

/** When an evaluation was first at the threshold. */
export const aboveColumn = (
  group: Pick<Group, 'threshold'>,
  shown: (time: TimeTo) => string,
): readonly Column<AgentResult>[] =>
  ofThreshold(group, (threshold) => [
    `first eval ≥ ${threshold}, episode`,
    ({ firstAbove }) => shown(firstAbove),
  ]);

export const LABEL: Column<{ readonly label: string }> = ['agent', ({ label }) => label];
export const SEEDS: Column<AgentResult> = ['seeds', ({ seeds }) => String(seeds.length)];
export const FIRST_GOAL = 'first goal, episode';

/** A group of which scores are shown. */
interface Scored extends Pick<Group, 'threshold'> {
  readonly agents: readonly { readonly lastFifth: Pick<AgentResult['lastFifth'], 'iqm'> }[];
}

/** Digits of the scores of a group. */
export const digitsOf = ({ threshold, agents }: Scored): number =>
  digitsOfScores(
    threshold,
    agents.map(({ lastFifth }) => lastFifth.iqm.value),
  );

/** Of the last fifth of the episodes. */
export const iqmColumn = (group: Scored): Column<AgentResult> => [
  'last fifth: IQM',
  ({ lastFifth }) => shownEstimate(lastFifth.iqm, digitsOf(group)),
];
export const worstColumn = (group: Scored): Column<AgentResult> => [
  'worst',
  ({ lastFifth }) => shownNumber(lastFifth.worst, digitsOf(group)),
];

/** The most important figures of each agent in one row. */
export const summaryRows = (group: Group): Rows =>
  rowsOf(group.agents, [
    LABEL,
    SEEDS,
    ...ofGoal<AgentResult>(group, [
      [FIRST_GOAL, ({ firstGoal }) => shownTime(firstGoal)],
      ['never', ({ firstGoal }) => String(firstGoal.failures)],
    ]),
    ...aboveColumn(group, shownTime),
    iqmColumn(group),
    worstColumn(group),
  ]);

/** An estimate with a star if its interval excludes what it would be without a difference. */
function starred(estimate: Estimate, digits: number, withoutDifference: number): string {
  const text = shownEstimate(estimate, digits);
  return excludes(estimate, withoutDifference) ? `${text} *` : text;
}

/** What the star means. */
export const STAR_NOTE = '* The interval excludes no difference: 0, or a probability of 0.5.';

/** What the table of the reference against each other agent is made from. */
type Opposed = Pick<Group, 'reference' | 'score' | 'threshold'> & {
  readonly agents: readonly (Pick<AgentResult, 'label' | 'against'> & Scored['agents'][number])[];
};

/** The reference against each other agent, in rows; null if there is no reference, or no other agent. */
export function againstRows(group: Opposed): Rows | null {
  const { agents, reference } = group;
  const opposed = agents.flatMap(({ label, against }) =>
    against === null ? [] : [{ label, ...against }],
  );
  if (reference === null || opposed.length === 0) return null;
  const probability = (p: Estimate): string => starred(p, 2, 0.5);
  return rowsOf<(typeof opposed)[number]>(opposed, [
    [`${reference} against`, ({ label }) => label],
    ['last fifth: difference of IQM', ({ difference }) => starred(difference, digitsOf(group), 0)],
    ['P(better last fifth)', ({ betterEnd }) => probability(betterEnd)],
    ...ofThreshold<(typeof opposed)[number]>(group, (least) => [
      `P(first eval ≥ ${least} sooner)`,
      ({ soonerAbove }) => probability(soonerAbove),
    ]),
    ...ofGoal<(typeof opposed)[number]>(group, [
      ['P(first goal sooner)', ({ soonerGoal }) => probability(soonerGoal)],
    ]),
  ]);
}

/** How often agents press the remote of a noisy TV, in rows; null if none is known to. */
export function remoteRows({
  agents,
}: {
  readonly agents: readonly Pick<AgentResult, 'label' | 'remote'>[];
}): Rows | null {
  const known = agents.flatMap(({ label, remote }) => (remote === null ? [] : [{ label, remote }]));
  if (known.length === 0) return null;
  return rowsOf<(typeof known)[number]>(known, [
    LABEL,
    ['actions that press the remote: share', ({ remote }) => shownEstimate(remote.actions, 2)],
    [
      'bonus earned by them: share',
      ({ remote: { bonus } }) => (bonus ? shownEstimate(bonus, 2) : '–'),
    ],
  ]);
}
