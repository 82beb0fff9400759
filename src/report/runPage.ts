/** Single runs as sections of a page: how each went, and maps of all side by side. */
import { MAPS_FILE } from '../experiment/mapsFile.ts';
import { parseConfig, parseRecords } from '../experiment/readBack.ts';
import { exists, pathIn, readText } from '../experiment/record.ts';
import { carAnimation } from './carAnimation.ts';
import { explorationAnimation, readExploration } from './exploration.ts';
import type { Figure } from './figure.ts';
import { greedyEpisode } from './greedyEpisode.ts';
import type { Block, Image, Section } from './page.ts';
import { runCharts } from './runCharts.ts';
import { mapFigures, START } from './runPictures.ts';

export interface RunPart {
  readonly sections: readonly Section[];
  readonly figures: readonly Figure[];
}

/** How one run went, as far as it has come. @throws ConfigError naming the file and line that is not as it was written */
async function chartsSection(folder: string): Promise<RunPart> {
  const configPath = pathIn(folder, 'config.json');
  const config = parseConfig(configPath, readText(configPath));
  const recordsPath = pathIn(folder, 'episodes.jsonl');
  const records = parseRecords(recordsPath, readText(recordsPath));
  const { world, reward, agent, seed, episodes } = config;
  const name = `${world}, ${reward} reward, seed ${seed}`;
  const charts = await runCharts({ agent, name }, records);
  const progress =
    records.length < episodes
      ? [prose(`This run is under way: ${records.length} of ${episodes} episodes so far.`)]
      : [];
  return {
    sections: [
      {
        heading: `${agent}, seed ${seed}`,
        blocks: [...progress, { kind: 'figures', figures: charts }],
      },
    ],
    figures: charts.map((figure) => ({ ...figure, name: `${agent}-seed${seed}-${figure.name}` })),
  };
}

const prose = (text: string): Block => ({ kind: 'prose', text });

const gifUrl = (bytes: Uint8Array): string =>
  `data:image/gif;base64,${Buffer.from(bytes).toString('base64')}`;

async function animations(folders: readonly string[]): Promise<readonly Image[]> {
  const car = carAnimation(folders.map((folder) => greedyEpisode(folder, START)));
  const exploration = await explorationAnimation(folders.map(readExploration));
  return [
    {
      source: gifUrl(car),
      alt: 'The car on its hill, driven by what each agent has learnt',
      caption: 'An episode of each greedy policy, from the middle of the valley.',
    },
    {
      source: gifUrl(exploration),
      alt: 'The phase space filling up, episode by episode',
      caption: 'Where each agent has been: position across, velocity up.',
    },
  ];
}

/**
 * @param folders  of runs, drawn side by side in this order; maps are drawn of those that have some
 * @param animated whether to make animations too, which takes some seconds; of finished runs only
 */
export async function runPart(folders: readonly string[], animated: boolean): Promise<RunPart> {
  const parts: RunPart[] = [];
  for (const folder of folders) parts.push(await chartsSection(folder));
  const mapped = folders.filter((folder) => exists(pathIn(folder, MAPS_FILE)));
  if (mapped.length > 0) {
    const figures = await mapFigures(mapped);
    const shown = figures.filter(({ name }) => name !== 'maps'); // all at once: for wide pages
    const blocks: Block[] = [{ kind: 'figures', figures: shown }];
    const ended = mapped.filter((folder) => exists(pathIn(folder, 'weights.safetensors')));
    if (animated && ended.length > 0) {
      blocks.push({ kind: 'images', images: await animations(ended) });
    }
    const heading = 'The phase space: position and velocity';
    parts.push({ sections: [{ heading, blocks }], figures });
  }
  return {
    sections: parts.flatMap(({ sections }) => sections),
    figures: parts.flatMap(({ figures }) => figures),
  };
}
