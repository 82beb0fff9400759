/** What the claims of the book are held to. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chapterPaths } from '../../scripts/book/site.ts';
import { stateOf } from '../../scripts/book/state.ts';
import type { CarOptions } from '../../src/env/car.ts';
import { parseLink } from '../../src/playground/link/link.ts';
import { configFrom } from '../../src/playground/worker/table.ts';
import { createConfig, optionsOf } from '../../src/train/config/config.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { trainEpisode, type EpisodeRecord } from '../../src/train/train.ts';
import type { RunData } from '../../src/record/readBack.ts';
import { readResults } from '../../src/report/runs/readRuns.ts';
import { linksOf } from './documents.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** Options of the plain car. */
export const MOUNTAIN_CAR = optionsOf(
  createConfig({ env: 'mountain-car', reward: 'sparse' }),
) as unknown as CarOptions;

/** Runs of `results/NAME.jsonl`. */
export const published = (name: string): readonly RunData[] =>
  readResults(pathOf(`results/${name}.jsonl`));

/** With lines joined. */
export const chapterText = (chapter: number): string =>
  readFileSync(pathOf(chapterPaths()[chapter - 1]), 'utf8').replace(/\n(?!\n)/g, ' ');

export interface PlayedRun {
  readonly run: Run;
  /** Of its episodes so far. */
  readonly records: readonly EpisodeRecord[];
}

interface Played extends PlayedRun {
  readonly records: EpisodeRecord[];
}

/** Runs of the passages so far, which others may continue. */
const known = new Map<string, Played>();

/** Few greedy episodes: nothing is learnt from them. */
const FEW = { evalEpisodes: 2 };

/** The agents that a passage of a chapter sets the playground to, and the episodes that it lets them play. @param passage words of the link */
function passageOf(chapter: number, passage: string) {
  const links = linksOf(chapterText(chapter));
  const found = links.find(({ text, target }) => text === passage && stateOf(target) !== null);
  if (!found) throw new RangeError(`chapter ${chapter}: there is no passage "${passage}"`);
  const { agents, all, own, until } = parseLink(stateOf(found.target)!).state;
  if (until.kind !== 'episode') throw new RangeError(`${found.target}: expected until=episode:`);
  const configs = agents.map((agent, n) => ({ ...configFrom(agent, all, own[n]), ...FEW }));
  return { configs, episodes: until.count };
}

const play = (played: Played, episodes: number): Played => {
  while (played.records.length < episodes) played.records.push(trainEpisode(played.run));
  return played;
};

/** The runs of a passage, at the end of its episodes. */
export function playedIn(chapter: number, passage: string): readonly PlayedRun[] {
  const { configs, episodes } = passageOf(chapter, passage);
  return configs.map((config) => play({ run: createRun(config), records: [] }, episodes));
}

/** The records of the episodes of a passage, of each of its agents. */
export function recordsIn(chapter: number, passage: string): readonly EpisodeRecord[][] {
  const { configs, episodes } = passageOf(chapter, passage);
  return configs.map((config) => {
    const key = JSON.stringify(config);
    const played = known.get(key) ?? { run: createRun(config), records: [] };
    known.set(key, played);
    return play(played, episodes).records.slice(0, episodes);
  });
}
