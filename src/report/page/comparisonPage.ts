/** A comparison as sections of a page: for each environment and reward a table and its figures. */
import {
  groupFigures,
  groupName,
  overallFigure,
  seedsOf,
  type ArrivalTimes,
  type ComparedAgent,
  type ComparedGroup,
  type OverallProfile,
} from '../charts/comparisonFigures.ts';
import {
  againstRows,
  digitsOf,
  orNever,
  remoteRows,
  STAR_NOTE,
  type Rows,
} from '../tables/rows.ts';
import { counted, scoreDigits, shownMilestone, shownNumber } from '../tables/numbers.ts';
import { drawn, isDrawn, type Drawn, type Figure } from '../draw/figure.ts';
import { groupNotes } from '../tables/groupNotes.ts';
import { groupStyles, inLegendOrder } from '../draw/palette.ts';
import type { Block, FileLink, Section, Table } from './page.ts';

/** What the page needs of a comparison. */
export interface PagedComparison {
  readonly groups: readonly ComparedGroup[];
  /** Groups that were run in all environments and rewards; none if there is only one. */
  readonly overall: readonly OverallProfile[];
}

/** Where the charts are, beside the page. */
export const FIGURES_FOLDER = 'figures';

/** `6 / 11 / 12`, on one line. */
const times = ({ median, p90, worst }: ArrivalTimes): string =>
  [median.value, p90, worst].map(orNever).join('\u00a0/\u00a0');

/** `−101.1 [−103.0, −99.8]`, or that on two lines. */
const estimate = (
  { value, interval }: ComparedAgent['lastFifth']['iqm'],
  digits: number,
): string => {
  const [shown, low, high] = [value, interval?.low ?? value, interval?.high ?? value].map((x) =>
    shownNumber(x, digits),
  );
  return interval ? `${shown} [${low},\u00a0${high}]` : shown;
};

/** What matters most stands first: on a phone the rest has to be scrolled to. */
function tableOf(group: ComparedGroup): Table {
  const { threshold } = group;
  const order = inLegendOrder(group.agents.map(({ label }) => label));
  const rows = order.map((name) => {
    const { label, seeds, firstGoal, firstAbove, lastFifth } = group.agents.find(
      (candidate) => candidate.label === name,
    )!;
    return [
      label,
      estimate(lastFifth.iqm, digitsOf(group)),
      times(firstGoal),
      ...(threshold === null ? [] : [times(firstAbove)]),
      String(firstGoal.failures),
      String(seeds.length),
    ];
  });
  const hasIntervals = group.agents.some(({ lastFifth }) => lastFifth.iqm.interval !== null);
  return {
    caption:
      `Times are training episodes: median / 90 % / last of the seeds. The score (${group.score}) is the interquartile mean over ` +
      `the last fifth of training${hasIntervals ? ', with its 95\u00a0% interval' : ''}${group.optimum === null ? '' : `; the optimum is ${shownNumber(group.optimum, scoreDigits(group.optimum))}`}.`,
    head: [
      'agent',
      'score of the last fifth',
      'first goal',
      ...(threshold === null ? [] : [`first evaluation at ${shownMilestone(threshold)} or better`]),
      'seeds without a goal',
      'seeds',
    ],
    rows,
  };
}

/** The reference against each other agent, as a block; none if there is no other agent. */
function againstBlock(group: ComparedGroup): Block[] {
  const against = againstRows(group);
  if (!against) return [];
  const caption =
    `Differences are above 0 where ${group.reference} is better. P: the chance that one of its runs is better than one of the other ` +
    `agent, over all pairs of runs; ties count half. ${STAR_NOTE}`;
  return [tableBlock(caption, against)];
}

/** How often agents press the remote of a noisy TV, as a block; none without a TV. */
function remoteBlock(group: ComparedGroup): Block[] {
  const remote = remoteRows(group);
  if (!remote) return [];
  const caption =
    'Interquartile means over seeds of shares in all training episodes. The remote is the action that draws the noisy ' +
    'channels anew.';
  return [tableBlock(caption, remote)];
}

/** Intervals break before their bracket only. */
const tableBlock = (caption: string, { head, rows }: Rows): Block => ({
  kind: 'table',
  table: {
    caption,
    head,
    rows: rows.map((row) => row.map((cell) => cell.replace(/, (?=[^,]*\])/, ',\u00a0'))),
  },
});

/** More names than this are counted in a title, and listed below it. */
const MOST_NAMES = 4;

const listed = (names: readonly string[]): string =>
  names.join(names.some((name) => name.includes(',')) ? '; ' : ', ');

/** What is compared: `vime, dqn in mountain-car (sparse)`; null if nothing is. */
export function comparisonTitle({
  groups,
}: PagedComparison): { readonly title: string; readonly subtitle: string } | null {
  if (groups.length === 0) return null;
  const all = groups.flatMap(({ agents }) => agents);
  const agents = inLegendOrder(all.map(({ label }) => label));
  const places = groups.map(({ env, reward }) => (reward === null ? env : `${env} (${reward})`));
  const short = (names: readonly string[], what: string): string =>
    names.length > MOST_NAMES ? `${names.length} ${what}` : listed(names);
  const long = [agents, places].filter((names) => names.length > MOST_NAMES).map(listed);
  return {
    title: `${short(agents, 'agents')} in ${short(places, 'environments and rewards')}`,
    subtitle: [...long, seedsOf(all), episodesOf(all)].join('; '),
  };
}

/** `200 episodes`, or `200 to 500 episodes` if agents differ. */
function episodesOf(agents: readonly ComparedAgent[]): string {
  const counts = agents.map(({ episodes }) => episodes);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? '' : `${least} to `}${counted(most, 'episode')}`;
}

/** The files that `scripts/report.ts` writes beside the page. @param figures of the whole page */
export function dataSection(figures: readonly Figure[]): Section {
  const files: readonly FileLink[] = [
    { path: 'report.md', words: 'the tables as text' },
    { path: 'report.json', words: 'all numbers of the comparison, with their intervals' },
    { path: 'report.csv', words: 'a line for each run' },
  ];
  const charts = figures.flatMap(({ name }) =>
    ['svg', 'png'].map((ending) => ({ path: `${FIGURES_FOLDER}/${name}.${ending}` })),
  );
  const folded: Block[] =
    charts.length > 0 ? [{ kind: 'files', files: charts, fold: 'Every chart as a file' }] : [];
  return { heading: 'Data', blocks: [{ kind: 'files', files }, ...folded] };
}

/** Sections and, for their files, all figures in them. @param begin called with the name of each section before it is made */
export async function comparisonSections(
  comparison: PagedComparison,
  begin: (what: string) => void = () => undefined,
): Promise<{ readonly sections: readonly Section[]; readonly figures: readonly Figure[] }> {
  const sections: Section[] = [];
  const all: Figure[] = [];
  const styles = groupStyles(comparison.groups.flatMap(({ agents }) => agents));
  for (const group of comparison.groups) {
    begin(`charts of ${groupName(group)}`);
    const figures = await groupFigures(group, styles);
    sections.push({
      heading: groupName(group),
      blocks: [
        ...groupNotes(group).map((text) => ({ kind: 'prose' as const, text })),
        { kind: 'table', table: tableOf(group) },
        ...againstBlock(group),
        ...remoteBlock(group),
        { kind: 'figures', figures },
      ],
    });
    all.push(...figures.filter(isDrawn));
  }
  if (comparison.overall.length > 0) {
    begin('chart of all environments and rewards');
    const figure: Drawn<Figure> = await drawn('overall-profiles', () =>
      overallFigure(comparison.overall, styles),
    );
    sections.push({
      heading: 'All environments and rewards',
      blocks: [{ kind: 'figures', figures: [figure] }],
    });
    all.push(...[figure].filter(isDrawn));
  }
  return { sections, figures: all };
}
