/** Single runs, as a page and as sections of one: how each went, and maps of all side by side. */
import { measureOf } from '../../train/config/curiosities.ts';
import { MAPS_FILE } from '../../record/mapsFile.ts';
import { exists, pathIn } from '../../record/disk.ts';
import {
  drawn,
  isDrawn,
  isMissing,
  type Drawn,
  type Figure,
  type MissingPicture,
} from '../draw/figure.ts';
import type { Themed } from '../draw/gif.ts';
import { slugOf } from '../runs/groups.ts';
import { missingIn, reportPage, type Block, type Image, type Section } from './page.ts';
import { runCharts } from '../charts/runCharts.ts';
import {
  changesTable,
  filesOf,
  originFacts,
  outcomeFacts,
  placeOf,
  readRecordedRun,
  runSubtitle,
  runTitle,
  type RecordedRun,
} from './runFacts.ts';
import { animations, episodesDrawn, episodesOf, mapFigures } from '../pictures/runPictures.ts';
import { groupsOfRuns, shownRuns, type GivenNames, type ShownRun } from '../runs/shownRuns.ts';
import { rewardOf } from '../../train/config/config.ts';

interface Part {
  readonly sections: readonly Section[];
  readonly figures: readonly Figure[];
}

export interface RunPart extends Part {
  /** What the runs are. */
  readonly title: string;
}

/** How one run went, as far as it has come. */
async function chartsOf(run: RecordedRun): Promise<Drawn<Figure>[]> {
  const { config, environment, records } = run;
  const { agent } = config;
  const scene = { ...environment, agent, name: placeOf(run), measure: measureOf(config) };
  return runCharts(scene, records);
}

/** Of one run among others. @param label of its group */
async function runSection(run: RecordedRun, label: string): Promise<Part> {
  const reward = rewardOf(run.config);
  const { name } = run.environment.task;
  const place = reward === null ? name : `${name}-${reward}`;
  const prefix = slugOf(`${place}-${label}-seed${run.config.seed}`);
  const charts = (await chartsOf(run)).map((chart): Drawn<Figure> => ({
    ...chart,
    name: `${prefix}-${chart.name}`,
  }));
  const blocks: Block[] = [
    { kind: 'facts', facts: outcomeFacts(run) },
    ...changesBlocks(run),
    { kind: 'figures', figures: charts },
  ];
  return {
    sections: [{ heading: headingOf(run, label), blocks }],
    figures: charts.filter(isDrawn),
  };
}

const headingOf = (run: RecordedRun, label: string): string => `${label} in ${placeOf(run)}`;

function changesBlocks(run: RecordedRun): Block[] {
  const table = changesTable(run);
  return table ? [{ kind: 'table', table }] : [];
}

const prose = (text: string): Block => ({ kind: 'prose', text });

const gifUrl = (bytes: Uint8Array): string =>
  `data:image/gif;base64,${Buffer.from(bytes).toString('base64')}`;

async function animated(runs: readonly ShownRun[]): Promise<Block> {
  const { episodes, exploration } = await animations(runs);
  return {
    kind: 'images',
    images: [
      ...(episodes === null ? [] : [episodesImage(episodes)]),
      imageOf(
        exploration,
        'Visited states, episode by episode',
        'States that each agent has visited; the last episode is highlighted.',
      ),
    ],
  };
}

const episodesImage = (gifs: Drawn<Themed>): Drawn<Image> =>
  imageOf(
    gifs,
    'An episode of the greedy policy of each agent',
    'An episode of each greedy policy, from the same start.',
  );

const imageOf = (gifs: Drawn<Themed>, alt: string, caption: string): Drawn<Image> =>
  isMissing(gifs) ? gifs : { source: gifUrl(gifs.light), dark: gifUrl(gifs.dark), alt, caption };

/** An episode of the greedy policy; nothing while there are no weights, or if the environment has no picture. */
async function greedyBlocks({ folder, config }: RecordedRun): Promise<Block[]> {
  if (!hasWeights(folder)) return [];
  const images = await drawn('episode', () => {
    const episode = episodesOf(shownRuns([folder]));
    if (!episode) return [];
    const [end] = episode.ends;
    const caption = `An episode of the greedy policy, from a start that is the same for all agents: ${end}.`;
    const alt = `An episode of the greedy policy of ${config.agent}: ${end}`;
    return [imageOf(episode.gifs, alt, caption)];
  });
  if (isMissing(images)) return [{ kind: 'images', images: [images] }];
  return images.length === 0 ? [] : [{ kind: 'images', images }];
}

const hasWeights = (folder: string): boolean => exists(pathIn(folder, 'weights.safetensors'));
const hasMaps = (folder: string): boolean => exists(pathIn(folder, MAPS_FILE));

/** Episodes of all runs side by side; nothing if the environment has no picture. @param runs with weights */
async function episodesSection(runs: readonly ShownRun[]): Promise<Part> {
  const episodes = await episodesDrawn(runs);
  if (episodes === null) return { sections: [], figures: [] };
  const blocks: Block[] = [{ kind: 'images', images: [episodesImage(episodes)] }];
  return { sections: [{ heading: 'Greedy episodes', blocks }], figures: [] };
}

/** Maps of all runs side by side. @param runs with maps @param moving whether to make animations too */
async function phaseSection(
  runs: readonly ShownRun[],
  moving: boolean,
  begin: (what: string) => void = () => undefined,
): Promise<Part> {
  const phaseSpace = runs.at(0)?.environment.phaseSpace;
  if (!phaseSpace) return { sections: [], figures: [] };
  const [across, up] = phaseSpace.axes;
  const ended = runs.filter(({ folder }) => hasWeights(folder));
  begin('maps');
  const figures = await mapFigures(runs);
  if (moving && ended.length > 0) begin('animations');
  const blocks: Block[] = [
    prose(
      `Each point of these pictures is a state: ${across.name} on the horizontal axis, ${up.name} on the vertical axis.`,
    ),
    ...(moving && ended.length > 0 ? [await animated(ended)] : []),
    { kind: 'figures', figures },
  ];
  const heading = `The phase space: ${across.name} and ${up.name}`;
  return { sections: [{ heading, blocks }], figures: figures.filter(isDrawn) };
}

/**
 * Runs as a part of a larger page: the results of each, without what differs from machine to machine, and maps and
 * animations of all side by side.
 *
 * @param folders of runs, drawn in this order; maps are drawn of those that have some, episodes alone where there is no phase space
 * @param names   given to groups of runs
 * @param begin   called with the name of the next part: the charts of each run, the maps, the animations
 * @throws ConfigError naming the file that is missing, and the line that is not as it was written
 */
export async function runPart(
  folders: readonly string[],
  names: GivenNames = new Map(),
  begin: (what: string) => void = () => undefined,
): Promise<RunPart> {
  const runs = folders.map(readRecordedRun);
  const labels = groupsOfRuns(folders, names).map(({ label }) => label);
  const parts: Part[] = [];
  for (const [n, run] of runs.entries()) {
    begin(`charts of ${run.folder}`);
    parts.push(await runSection(run, labels[n]));
  }
  parts.push(await phaseSection(shownRuns(folders.filter(hasMaps), names), true, begin));
  const others = shownRuns(folders.filter(hasWeights), names).filter(
    ({ environment }) => !environment.phaseSpace,
  );
  if (others.length > 0) parts.push(await episodesSection(others));
  return {
    title: runs.map((run, n) => headingOf(run, labels[n])).join('; '),
    sections: parts.flatMap(({ sections }) => sections),
    figures: parts.flatMap(({ figures }) => figures),
  };
}

/**
 * The page of one run, under way or not, that stands in its folder.
 *
 * @throws ConfigError naming the file that is missing, and the line that is not as it was written
 */
export async function runPage(
  folder: string,
): Promise<{ readonly html: string; readonly missing: readonly MissingPicture[] }> {
  const run = readRecordedRun(folder);
  const subtitle = runSubtitle(run.config);
  const charts = await chartsOf(run);
  const maps = await phaseSection(shownRuns([folder].filter(hasMaps)), false);
  const summary: Block[] = [
    { kind: 'facts', facts: [...outcomeFacts(run), ...originFacts(run)] },
    ...changesBlocks(run),
    { kind: 'files', files: filesOf(run) },
    ...(await greedyBlocks(run)),
  ];
  const sections: Section[] = [
    { heading: 'Summary', blocks: summary },
    ...(charts.length > 0
      ? [{ heading: 'Training', blocks: [{ kind: 'figures', figures: charts } as const] }]
      : []),
    ...maps.sections,
  ];
  const title = runTitle(run);
  return {
    html: reportPage({ title, ...(subtitle === undefined ? {} : { subtitle }), sections }),
    missing: missingIn(sections),
  };
}
