/** A comparison as tables in Markdown. */
import type { AgentResult } from './agentResult.ts';
import type { Comparison, Group } from './comparison.ts';
import { scoreDigits, shownNumber } from './numbers.ts';
import {
  aboveColumn,
  againstRows,
  digitsOf,
  FIRST_GOAL,
  iqmColumn,
  LABEL,
  ofGoal,
  remoteRows,
  rowsOf,
  SEEDS,
  shownEstimate,
  shownMedian,
  shownTime,
  STAR_NOTE,
  summaryRows,
  worstColumn,
  type Column,
  type Rows,
} from './rows.ts';
import { groupNotes } from './groupNotes.ts';
import { scaleOf } from '../runs/environments.ts';

/** A GitHub table; the first column is text, the others are numbers. A bar in a cell, as of a name that was given, ends none. */
export function markdownTable({ head, rows }: Rows): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, column) => (column === 0 ? '-' : '-:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

const withCode = ({ head, rows }: Rows): string =>
  markdownTable({ head, rows: rows.map(([label, ...cells]) => [`\`${label}\``, ...cells]) });

/** The tables of docs/results.md: every agent; the reference against each other one; use of the remote. */
export function summaryTables(group: Group): string {
  const tables = [summaryRows(group), againstRows(group), remoteRows(group)];
  return tables.flatMap((table) => (table ? [withCode(table)] : [])).join('\n\n');
}

/** Some agents, in the order given, with one number and its interval a cell. */
export function briefTable(group: Group, names: readonly string[]): string {
  const chosen = names.flatMap((name) => group.agents.filter(({ label }) => label === name));
  const rows = rowsOf(chosen, [
    LABEL,
    ...ofGoal<AgentResult>(group, [[FIRST_GOAL, ({ firstGoal }) => shownMedian(firstGoal)]]),
    ...aboveColumn(group, shownMedian),
    iqmColumn(group),
  ]);
  return withCode(rows);
}

/** When each agent first reached the goal and first drove well. */
export const timesTable = (group: Group): string =>
  markdownTable(
    rowsOf(group.agents, [
      LABEL,
      SEEDS,
      ...ofGoal<AgentResult>(group, [
        [FIRST_GOAL, ({ firstGoal }) => shownTime(firstGoal)],
        ['never reached the goal', ({ firstGoal }) => String(firstGoal.failures)],
      ]),
      ...aboveColumn(group, shownTime),
    ]),
  );

/** How well each agent drives in the last fifth of its episodes. */
export const finalTable = (group: Group): string =>
  markdownTable(
    rowsOf(group.agents, [
      LABEL,
      ['episodes', ({ episodes }) => String(episodes)],
      iqmColumn(group),
      ['mean', ({ lastFifth }) => shownNumber(lastFifth.mean, digitsOf(group))],
      worstColumn(group),
    ]),
  );

/** How well each agent drives after so many episodes, as a score. */
export const efficiencyTable = ({ agents }: Group): string =>
  markdownTable(
    rowsOf(agents, [
      LABEL,
      ...agents[0].efficiency.map(({ episode }, n): Column<AgentResult> => [
        `after episode ${episode}`,
        ({ efficiency }) => {
          const score = efficiency[n].normalisedScore;
          return score ? shownEstimate(score, 2) : '–';
        },
      ]),
    ]),
  );

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
  return table ? [markdownTable(table), againstNote(group)] : [];
}

/** Use of the remote of a noisy TV. */
function remoteSection(group: Group): string[] {
  const table = remoteRows(group);
  return table ? [markdownTable(table)] : [];
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
export const overallTable = ({ overall }: Comparison): string =>
  markdownTable(
    rowsOf<Comparison['overall'][number]>(overall, [
      LABEL,
      ['runs', ({ runs }) => String(runs)],
      [
        'normalised score of the last fifth: IQM',
        ({ normalisedScore }) => shownEstimate(normalisedScore, 3),
      ],
    ]),
  );

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
  // There are no tags in it, but names that were given may look like some.
  return `${blocks.join('\n\n').replaceAll('<', '\\<')}\n`;
}
