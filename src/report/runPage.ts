/** Single runs as sections of a page: how each went, and maps of all side by side. */
import { measureOf } from '../experiment/curiosities.ts';
import { MAPS_FILE } from '../experiment/mapsFile.ts';
import { parseConfig, parseRecords } from '../experiment/readBack.ts';
import { exists, pathIn, readText } from '../experiment/record.ts';
import type { Figure } from './figure.ts';
import { slugOf } from './groups.ts';
import { reportPage, type Block, type Section } from './page.ts';
import { runCharts } from './runCharts.ts';
import {
  animations,
  mapFigures,
  groupsOfRuns,
  shownRuns,
  type GivenNames,
  type ShownRun,
} from './runPictures.ts';
import { optimumOf } from './worlds.ts';

export interface RunPart {
  readonly sections: readonly Section[];
  readonly figures: readonly Figure[];
}

/** How one run went, as far as it has come. @throws ConfigError naming the file and line that is not as it was written */
async function chartsSection(folder: string, label: string): Promise<RunPart> {
  const configPath = pathIn(folder, 'config.json');
  const config = parseConfig(configPath, readText(configPath));
  const recordsPath = pathIn(folder, 'episodes.jsonl');
  const records = parseRecords(recordsPath, readText(recordsPath));
  const { world, reward, agent, seed, episodes, maxSteps } = config;
  const name = `${world}, ${reward} reward, seed ${seed}`;
  const [measure, optimum] = [measureOf(config), optimumOf(config)];
  const { bonusOf } = config;
  const charts = await runCharts({ agent, name, maxSteps, optimum, measure, bonusOf }, records);
  const progress =
    records.length < episodes
      ? [prose(`This run has come to episode ${records.length} of ${episodes}.`)]
      : [];
  const prefix = `${world}-${reward}-${slugOf(label)}-seed${seed}`;
  return {
    sections: [
      {
        heading: `${label} in ${name}`,
        blocks: [...progress, { kind: 'figures', figures: charts }],
      },
    ],
    figures: charts.map((figure) => ({ ...figure, name: `${prefix}-${figure.name}` })),
  };
}

const prose = (text: string): Block => ({ kind: 'prose', text });

const gifUrl = (bytes: Uint8Array): string =>
  `data:image/gif;base64,${Buffer.from(bytes).toString('base64')}`;

async function animated(runs: readonly ShownRun[]): Promise<Block> {
  const { car, exploration } = await animations(runs);
  return {
    kind: 'images',
    images: [
      {
        source: gifUrl(car),
        alt: 'The car on its hill, driven by what each agent has learnt',
        caption: 'An episode of each greedy policy, from the middle of the valley.',
      },
      {
        source: gifUrl(exploration),
        alt: 'The phase space filling up, episode by episode',
        caption: 'Where each agent has been; in black the latest episode.',
      },
    ],
  };
}

/**
 * @param folders of runs, drawn in this order; maps are drawn of those that have some
 * @param moving  whether to make animations too, which takes some seconds; of finished runs only
 * @param names   given to groups of runs
 */
export async function runPart(
  folders: readonly string[],
  moving: boolean,
  names: GivenNames = new Map(),
): Promise<RunPart> {
  const parts: RunPart[] = [];
  const groups = groupsOfRuns(folders, names);
  for (const [n, folder] of folders.entries()) {
    parts.push(await chartsSection(folder, groups[n].label));
  }
  const withMaps = folders.filter((folder) => exists(pathIn(folder, MAPS_FILE)));
  const mapped = shownRuns(withMaps, names);
  if (mapped.length > 0) {
    const ended = mapped.filter(({ folder }) => exists(pathIn(folder, 'weights.safetensors')));
    const figures = await mapFigures(mapped);
    const blocks: Block[] = [
      prose(
        'All there is to know of the car at one moment is a point in these pictures: its position across, its velocity up. ' +
          'To reach the goal it must swing, which winds outwards like a spiral.',
      ),
      ...(moving && ended.length > 0 ? [await animated(ended)] : []),
      { kind: 'figures', figures },
    ];
    parts.push({
      sections: [{ heading: 'The phase space: position and velocity', blocks }],
      figures,
    });
  }
  return {
    sections: parts.flatMap(({ sections }) => sections),
    figures: parts.flatMap(({ figures }) => figures),
  };
}

/**
 * The page of one run, without animations.
 *
 * @throws ConfigError naming the file that is missing, and the line that is not as it was written
 */
export async function runPage(folder: string): Promise<string> {
  const { sections } = await runPart([folder], false);
  return reportPage({ title: 'One run, looked at closely', sections });
}
