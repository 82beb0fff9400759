/** A comparison as sections of a page: for each world and reward a table and its figures. */
import {
  groupFigures,
  groupName,
  overallFigure,
  type ArrivalTimes,
  type ComparedAgent,
  type ComparedGroup,
  type OverallProfile,
} from './comparisonFigures.ts';
import type { Figure } from './figure.ts';
import { groupNotes } from './groupNotes.ts';
import { groupStyles, inLegendOrder } from './palette.ts';
import type { Section, Table } from './page.ts';

/** What the page needs of a comparison. */
export interface PagedComparison {
  readonly groups: readonly ComparedGroup[];
  /** Groups that were run in all worlds and rewards; none if there is only one. */
  readonly overall: readonly OverallProfile[];
}

const orNever = (time: number | null): string => (time === null ? 'never' : String(time));

/** `6 / 11 / 12` */
const times = ({ median, p90, worst }: ArrivalTimes): string =>
  [median.value, p90, worst].map(orNever).join(' / ');

/** Steps from returns, `101.1 [99.8, 103.0]`: the lowest return is the most steps. */
const steps = ({ value, interval }: ComparedAgent['lastFifth']['iqm']): string =>
  [
    (-value).toFixed(1),
    ...(interval ? [`[${(-interval.high).toFixed(1)}, ${(-interval.low).toFixed(1)}]`] : []),
  ].join(' ');

function tableOf(group: ComparedGroup): Table {
  const order = inLegendOrder(group.agents.map(({ label }) => label));
  const rows = order.map((name) => {
    const { label, seeds, firstGoal, firstAbove, lastFifth } = group.agents.find(
      (candidate) => candidate.label === name,
    )!;
    return [
      label,
      String(seeds.length),
      times(firstGoal),
      String(firstGoal.failures),
      times(firstAbove),
      steps(lastFifth.iqm),
    ];
  });
  const hasIntervals = group.agents.some(({ lastFifth }) => lastFifth.iqm.interval !== null);
  return {
    caption:
      'Times are training episodes: median / 90 % / last of the seeds. Steps: interquartile mean over the last fifth of ' +
      `training${hasIntervals ? ', with its 95\u00a0% interval' : ''}; the optimum is ${(-group.optimum).toFixed(1)}.`,
    head: [
      'agent',
      'seeds',
      'first goal',
      'seeds without',
      `first evaluation of ${-group.threshold} steps or fewer`,
      'steps to the goal in the end',
    ],
    rows,
  };
}

/** Sections and, for their files, all figures in them. @param begin told what is next, once for each section */
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
        { kind: 'figures', figures },
      ],
    });
    all.push(...figures);
  }
  if (comparison.overall.length > 0) {
    begin('chart of all worlds and rewards');
    const figure = await overallFigure(comparison.overall, styles);
    sections.push({
      heading: 'All worlds and rewards',
      blocks: [{ kind: 'figures', figures: [figure] }],
    });
    all.push(figure);
  }
  return { sections, figures: all };
}
