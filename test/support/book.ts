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

export interface PlayedRun {
  readonly run: Run;
  /** Of its episodes so far. */
  readonly records: readonly EpisodeRecord[];
}

/**
 * The agents that a passage of a chapter sets the playground to, after the episodes that it lets them play; with fewer greedy
 * episodes, from which nothing is learnt.
 *
 * @param passage words of the link
 */
export function playedIn(chapter: number, passage: string): readonly PlayedRun[] {
  const links = linksOf(readFileSync(pathOf(chapterPaths()[chapter - 1]), 'utf8'));
  const found = links.find(({ text, target }) => text === passage && stateOf(target) !== null);
  if (!found) throw new RangeError(`chapter ${chapter}: there is no passage "${passage}"`);
  const { agents, all, own, until } = parseLink(stateOf(found.target)!).state;
  if (until.kind !== 'episode') throw new RangeError(`${found.target}: expected until=episode:`);
  return agents.map((agent, n) => {
    const run = createRun({ ...configFrom(agent, all, own[n]), evalEpisodes: 2 });
    return { run, records: Array.from({ length: until.count }, () => trainEpisode(run)) };
  });
}
