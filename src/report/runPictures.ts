/** All pictures of single runs: phase-space maps and animations, of one run or of several side by side. */
import { readMaps } from '../experiment/mapsFile.ts';
import { makeFolder, pathIn, readText, writeWhole, writing } from '../experiment/record.ts';
import { parseConfig } from '../experiment/readBack.ts';
import { carAnimation } from './carAnimation.ts';
import { explorationAnimation, readExploration } from './exploration.ts';
import type { Figure } from './figure.ts';
import { writeFigures } from './figureFiles.ts';
import { greedyEpisode } from './greedyEpisode.ts';
import { mapsOfKind, mapsOfRuns, mapsOverTime, type MapName, type RunMaps } from './maps.ts';

/** Position at which the cars of the animation start: the middle of where episodes do. */
export const START = -0.5;

/** For a page: what each kind of map shows, in words. */
const CAPTIONS: { readonly [name in MapName]: string } = {
  visits:
    'Training steps so far in each cell of the phase space. Cells without colour were never entered.',
  action: 'What the greedy policy (of the averaged weights) does in each state.',
  value: 'The discounted reward, bonus included, that the agent expects from each state.',
  gain: 'Information gain of the true transition from each state, mean over the three actions, in nats.',
  modelSd:
    'Standard deviation of the predicted change of state that comes from not knowing the weights, in standard deviations of the changes seen.',
  bonus:
    'What the agent pays itself for a transition from each state, before eta, mean over the three actions.',
};

const NAMES = Object.keys(CAPTIONS) as MapName[];

function readRunMaps(folder: string): RunMaps {
  const path = pathIn(folder, 'config.json');
  return { agent: parseConfig(path, readText(path)).agent, moments: readMaps(folder) };
}

/**
 * The maps of runs as figures: one of each kind, moments from top to bottom, agents side by side; and for wide pages all
 * of them at once (`maps`) and the bonus over time in one row (`bonus-over-time`).
 *
 * @throws ConfigError naming the file that is missing, and the line that is not as it was written
 */
export async function mapFigures(folders: readonly string[]): Promise<Figure[]> {
  const runs = folders.map(readRunMaps);
  const isCurious = runs.some(({ moments }) => moments.some(({ curiosity }) => curiosity));
  const names = NAMES.filter((name) => isCurious || ['visits', 'action', 'value'].includes(name));
  const figures: Figure[] = [];
  for (const name of names) {
    const svg = await mapsOfKind(name, runs);
    figures.push({ name: `map-${name}`, svg, caption: CAPTIONS[name] });
  }
  if (isCurious) {
    const svg = await mapsOverTime('bonus', runs);
    figures.push({ name: 'bonus-over-time', svg, caption: CAPTIONS.bonus });
  }
  const caption = 'What the agents have seen, do, expect and still wonder about, as they learn.';
  return [...figures, { name: 'maps', svg: await mapsOfRuns(runs), caption }];
}

/**
 * Writes the map figures as `.svg` and `.png`, `car.gif` and `exploration.gif`.
 *
 * @param folders of runs with maps, drawn side by side in this order
 * @throws ConfigError if one cannot be read, DiskError if `out` cannot be written to
 */
export async function writeRunPictures(folders: readonly string[], out: string): Promise<void> {
  const figures = await mapFigures(folders);
  const car = carAnimation(folders.map((folder) => greedyEpisode(folder, START)));
  const exploration = await explorationAnimation(folders.map(readExploration));
  writing(out, () => makeFolder(out));
  writeFigures(out, figures);
  writeWhole(pathIn(out, 'car.gif'), car);
  writeWhole(pathIn(out, 'exploration.gif'), exploration);
}
