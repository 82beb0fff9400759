/** A comparison as tables in Markdown. */
import { excludes } from './against.ts';
import type { AgentResult, TimeTo } from './agentResult.ts';
import type { Comparison, Group } from './comparison.ts';
import { scoreDigits, shownMilestone, shownNumber } from './numbers.ts';
import { groupNotes } from '../runs/groupNotes.ts';
import { isExplored, scaleOf } from '../runs/environments.ts';
import type { Estimate } from './estimates.ts';

/** Rows of cells as a GitHub table; the first column is text, the others are numbers. */
export function markdownTable(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '-' : '-:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** `−101.1 [−102.0, −100.4]`, or without an interval `−101.1`. */
function shownEstimate({ value, interval }: Estimate, digits: number): string {
  const number = shownNumber(value, digits);
  if (!interval) return number;
  const [low, high] = [interval.low, interval.high].map((x) => shownNumber(x, digits));
  return `${number} [${low}, ${high}]`;
}

export const orNever = (time: number | null): string => (time === null ? 'never' : String(time));

/** `6 [5, 7]`: the median with its interval. */
function shownMedian({ median: { value, interval } }: TimeTo): string {
  const between = interval ? ` [${orNever(interval.low)}, ${orNever(interval.high)}]` : '';
  return `${orNever(value)}${between}`;
}

/** `6 [5, 7] / 11 / 12`: the median with its interval, 90 % and the last seed. */
const shownTime = (time: TimeTo): string =>
  `${shownMedian(time)} / ${orNever(time.p90)} / ${orNever(time.worst)}`;

/** Cells that stand only where there is a goal: not where the task is to explore. */
const ofGoal = (group: Pick<Group, 'score'>, cells: readonly string[]): readonly string[] =>
  isExplored(group) ? [] : cells;

/** A column for the first evaluation at the threshold, if there is one. */
const aboveHead = (threshold: number | null): string[] =>
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

const withCode = ({ head, rows }: Rows): string =>
  markdownTable(
    head,
    rows.map(([label, ...cells]) => [`\`${label}\``, ...cells]),
  );

/** The tables of docs/results.md: every agent; the reference against each other one; use of the remote. */
export function summaryTables(group: Group): string {
  const tables = [summaryRows(group), againstRows(group), remoteRows(group)];
  return tables.flatMap((table) => (table ? [withCode(table)] : [])).join('\n\n');
}

/** Some agents, in the order given, with one number and its interval a cell. */
export function briefTable(group: Group, names: readonly string[]): string {
  const { agents, threshold } = group;
  const head = [
    'agent',
    ...ofGoal(group, ['first goal, episode']),
    ...aboveHead(threshold),
    'last fifth: IQM',
  ];
  const row = (result: AgentResult): string[] => [
    `\`${result.label}\``,
    ...ofGoal(group, [shownMedian(result.firstGoal)]),
    ...(threshold === null ? [] : [shownMedian(result.firstAbove)]),
    shownEstimate(result.lastFifth.iqm, scoreDigits(threshold)),
  ];
  const chosen = names.flatMap((name) => agents.filter(({ label }) => label === name));
  return markdownTable(head, chosen.map(row));
}

/** When each agent first reached the goal and first drove well. */
export function timesTable(group: Group): string {
  const { agents, threshold } = group;
  const head = [
    'agent',
    'seeds',
    ...ofGoal(group, ['first goal, episode', 'never reached the goal']),
    ...aboveHead(threshold),
  ];
  const row = ({ label, seeds, firstGoal, firstAbove }: AgentResult): string[] => [
    label,
    String(seeds.length),
    ...ofGoal(group, [shownTime(firstGoal), String(firstGoal.failures)]),
    ...(threshold === null ? [] : [shownTime(firstAbove)]),
  ];
  return markdownTable(head, agents.map(row));
}

/** How well each agent drives in the last fifth of its episodes. */
export function finalTable({ agents, threshold }: Group): string {
  const digits = scoreDigits(threshold);
  const row = ({ label, episodes, lastFifth }: AgentResult): string[] => [
    label,
    String(episodes),
    shownEstimate(lastFifth.iqm, digits),
    shownNumber(lastFifth.mean, digits),
    shownNumber(lastFifth.worst, digits),
  ];
  return markdownTable(['agent', 'episodes', 'last fifth: IQM', 'mean', 'worst'], agents.map(row));
}

/** How well each agent drives after so many episodes, as a score. */
export function efficiencyTable({ agents }: Group): string {
  const episodes = agents[0].efficiency.map(({ episode }) => `after episode ${episode}`);
  const row = ({ label, efficiency }: AgentResult): string[] => [
    label,
    ...efficiency.map(({ normalisedScore }) =>
      normalisedScore ? shownEstimate(normalisedScore, 2) : '–',
    ),
  ];
  return markdownTable(['agent', ...episodes], agents.map(row));
}

/** What the star means, and how seeds were resampled for the reference against each other agent. */
export function againstNote({ agents, reference }: Pick<Group, 'agents' | 'reference'>): string {
  const apart = agents.filter(({ against }) => against?.sameSeeds === false);
  const note =
    apart.length === 0
      ? 'Both agents of a row were run on the same seeds, which are resampled together.'
      : `Resampled apart, since their seeds differ from those of ${reference}: ${apart.map(({ label }) => label).join('; ')}.`;
  return `${STAR_NOTE} ${note}`;
}

/** The reference against each other agent. */
function againstSection(group: Group): string[] {
  const table = againstRows(group);
  return table ? [markdownTable(table.head, table.rows), againstNote(group)] : [];
}

/** Use of the remote of a noisy TV. */
function remoteSection(group: Group): string[] {
  const table = remoteRows(group);
  return table ? [markdownTable(table.head, table.rows)] : [];
}

/** Says so where agents were not run on the same seeds. */
function missingNote({ agents }: Group): string[] {
  const incomplete = agents.filter(({ missingSeeds }) => missingSeeds.length > 0);
  if (incomplete.length === 0) return [];
  const lines = incomplete.map(
    ({ label, missingSeeds }) => `- ${label}: ${missingSeeds.join(', ')}`,
  );
  return [`Seeds that others were run on and these agents were not:\n\n${lines.join('\n')}`];
}

function groupSection(group: Group, { efficiencyWindow }: Comparison): string[] {
  const { env, reward, score, optimum, random } = group;
  const known = (value: number | null, digits: number): string =>
    value === null ? 'not known' : shownNumber(value, digits);
  const isNormalised = scaleOf(group) !== null;
  return [
    `## ${reward === null ? env : `${env}, ${reward}`}`,
    `Score: ${score}. Optimum ${known(optimum, 2)}, random ${known(random, scoreDigits(random) - 1)}.`,
    ...groupNotes(group),
    ...missingNote(group),
    timesTable(group),
    finalTable(group),
    ...againstSection(group),
    ...remoteSection(group),
    ...(isNormalised
      ? [
          `Normalised score after so many episodes (mean of the ${efficiencyWindow} evaluations up to then):`,
          efficiencyTable(group),
        ]
      : []),
  ];
}

/** Agents over all environments and rewards. */
export function overallTable({ overall }: Comparison): string {
  const row = ({ label, runs, normalisedScore }: Comparison['overall'][number]): string[] => [
    label,
    String(runs),
    shownEstimate(normalisedScore, 3),
  ];
  return markdownTable(
    ['agent', 'runs', 'normalised score of the last fifth: IQM'],
    overall.map(row),
  );
}

function overallSection(comparison: Comparison): string[] {
  if (comparison.overall.length === 0) return [];
  return [
    '## All environments and rewards',
    'Agents that were run in all of the above; the runs are pooled as normalised scores and resampled within each environment and reward.',
    overallTable(comparison),
  ];
}

/** The whole report. */
export function markdownReport(comparison: Comparison): string {
  const { confidence, resamples, fewestSeeds, groups } = comparison;
  const blocks = [
    '# Comparison',
    [
      `In brackets: ${shownNumber(100 * confidence, 0)} % bootstrap intervals over seeds (${resamples} resamples); fewer than ${fewestSeeds} seeds have none.`,
      'Times are training episodes, as median [interval] / 90 % / last seed; a seed that never gets there counts as later than all others.',
      'Scores are means over greedy episodes; larger is better. IQM: interquartile mean. Normalised score: 0 is random, 1 optimal.',
      'Differences of interquartile means are above 0 where the first agent is better. P: the chance that a run of the first agent is better than a run of the other, over all pairs of runs; ties count half.',
    ].join('\n'),
    ...groups.flatMap((group) => groupSection(group, comparison)),
    ...overallSection(comparison),
  ];
  return `${blocks.join('\n\n')}\n`;
}
