/**
 * What the documents show of results/: for each `NAME.jsonl`, the runs in one environment under one reward, a chart and a
 * table between `<!-- NAME -->` and `<!-- /NAME -->`; and of two single runs phase-space maps and animations. `NAME-ablation.jsonl` holds
 * runs of an agent with a setting changed; its table begins with the agent as it is, on the same seeds, from `NAME.jsonl`.
 */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '../../train/config/field.ts';
import { pathIn, reading } from '../../record/disk.ts';
import { compareRuns } from '../tables/comparison.ts';
import { groupName, learningFigure, type ComparedGroup } from '../charts/comparisonFigures.ts';
import { groupStyles } from '../draw/palette.ts';
import { drawn, isMissing, missingLine, type Drawn } from '../draw/figure.ts';
import { pngOf, standaloneSvg } from '../draw/figureFiles.ts';
import { briefTable, summaryTables } from '../tables/markdown.ts';
import { isAblation, readPublished } from '../runs/ablation.ts';
import { animations, mapFigures } from '../pictures/runPictures.ts';
import { shownRuns } from '../runs/shownRuns.ts';

/** The text of an SVG file, or why there is none. */
export type Chart = Drawn<{ readonly svg: string }>;

/** How much of a group is shown: all agents, or a few of them with fewer columns. */
type Extent = 'full' | 'brief';

export interface PublishedGroup {
  /** `mountain-car-sparse` */
  readonly name: string;
  /** In Markdown. */
  readonly tables: Readonly<Record<Extent, string>>;
  /** Charts of the same agents, and their description; null: an ablation has too many curves for one, or no document shows it. */
  readonly charts: Readonly<Record<Extent, Chart | null>>;
  readonly alt: string;
}

/** A text that has a place for each group it shows. */
export interface PublishedDocument {
  /** Seen from the root of the project. */
  readonly path: string;
  /** Where the pictures are, seen from the document. */
  readonly figures: string;
  /** Names of the groups it shows; null: all. */
  readonly shows: readonly string[] | null;
  readonly extent: Extent;
}

export const DOCUMENTS: readonly PublishedDocument[] = [
  { path: 'docs/results.md', figures: '../results/figures/', shows: null, extent: 'full' },
  {
    path: 'README.md',
    figures: 'results/figures/',
    shows: ['mountain-car-sparse'],
    extent: 'brief',
  },
];

/** Agents of the brief tables. */
const BRIEF_AGENTS = ['vime', 'rnd', 'dqn-sticky', 'dqn'];

/** px; a README on the web is some 800 wide, and on a phone 340, where letters must still be read. */
const MAIN_WIDTH = 540;
const MAPS_WIDTH = 830;

/** Episodes after which maps are drawn, and kinds of maps. */
const EPISODES = [1, 10, 30, 200];
const KINDS = ['map-visits', 'map-bonus'];

/** The name of a group's chart, without `.svg`. */
export const chartName = (group: string, extent: Extent): string =>
  extent === 'full' ? group : `${group}-${extent}`;

const hasBrief = (group: string): boolean =>
  DOCUMENTS.some(({ extent, shows }) => extent === 'brief' && (shows?.includes(group) ?? true));

/** @throws ConfigError naming the file and line that does not fit, or the file that holds more than one group */
export async function publishedGroups(folder: string): Promise<PublishedGroup[]> {
  const entries = reading(folder, () => readdirSync(folder));
  const names = entries.filter((name) => name.endsWith('.jsonl')).map((n) => basename(n, '.jsonl'));
  const published: PublishedGroup[] = [];
  for (const name of names.sort()) {
    const path = pathIn(folder, `${name}.jsonl`);
    const { groups } = compareRuns(readPublished(folder, name));
    const [group, another] = groups as readonly ((typeof groups)[number] | undefined)[];
    if (!group || another) {
      throw new ConfigError(
        `${path}: expected runs of one environment and reward, got ${groups.length}`,
      );
    }
    const chartOf = (extent: Extent, agents: ComparedGroup['agents']) =>
      drawn(`${chartName(name, extent)}.svg`, async () => ({
        svg: standaloneSvg(
          await learningFigure({ ...group, agents }, groupStyles(group.agents), MAIN_WIDTH),
        ),
      }));
    const few = group.agents.filter(({ label }) => BRIEF_AGENTS.includes(label));
    published.push({
      name,
      tables: {
        full: summaryTables(group),
        brief: briefTable(group, BRIEF_AGENTS),
      },
      charts: {
        full: isAblation(name) ? null : await chartOf('full', group.agents),
        brief: hasBrief(name) ? await chartOf('brief', few) : null,
      },
      alt: `Learning curves: ${groupName(group)}`,
    });
  }
  return published;
}

/** The text of a document with its charts and tables made anew. @throws ConfigError if it has no place for one */
export function withGroups(
  text: string,
  { path, figures, shows, extent }: PublishedDocument,
  groups: readonly PublishedGroup[],
): string {
  let result = text;
  for (const { name, tables, alt, charts } of groups) {
    if (shows && !shows.includes(name)) continue;
    const chart = charts[extent];
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = result.indexOf(open);
    const end = result.indexOf(close);
    if (start < 0 || end < start) {
      throw new ConfigError(`${path}: expected ${open} and, after it, ${close}`);
    }
    const picture =
      chart &&
      (isMissing(chart)
        ? missingLine(chart)
        : `![${alt}](${figures}${chartName(name, extent)}.svg)`);
    const block = [open, ...(picture === null ? [] : [picture]), tables[extent], ''].join('\n\n');
    result = `${result.slice(0, start)}${block}${result.slice(end)}`;
  }
  return result;
}

/** Agents of which single runs are shown, side by side, and the group whose median runs these are. */
export const SHOWN_AGENTS: readonly string[] = ['dqn', 'vime'];
export const SHOWN_GROUP = 'mountain-car-sparse';

/** Names of the files that runPictures makes. */
export const RUN_PICTURES: readonly string[] = [
  ...KINDS.map((name) => `${name}.png`),
  ...['car', 'exploration'].flatMap((name) => [`${name}.gif`, `${name}-dark.gif`]),
];

/**
 * Maps and animations of the runs in two folders, `dqn` and `vime`, by name of the file: its bytes, or why there are none.
 *
 * @throws ConfigError naming the configuration that cannot be read
 */
export async function runPictures(folder: string): Promise<Map<string, Drawn<Uint8Array>>> {
  const runs = shownRuns(SHOWN_AGENTS.map((name) => pathIn(folder, name)));
  const figures = await mapFigures(runs, { width: MAPS_WIDTH, episodes: EPISODES });
  const pictures = new Map<string, Drawn<Uint8Array>>();
  for (const figure of figures) {
    if (isMissing(figure)) pictures.set(figure.name, figure);
    else if (KINDS.includes(figure.name)) {
      const name = `${figure.name}.png`;
      pictures.set(name, await drawn(name, () => pngOf(figure)));
    }
  }
  const { episodes, exploration } = await animations(runs);
  for (const [name, gifs] of Object.entries({ car: episodes, exploration })) {
    if (gifs === null) continue; // nothing to draw in that environment
    pictures.set(`${name}.gif`, isMissing(gifs) ? gifs : gifs.light);
    if (!isMissing(gifs)) pictures.set(`${name}-dark.gif`, gifs.dark);
  }
  return pictures;
}
