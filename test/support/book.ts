/** What the claims of the book are held to. */
import { fileURLToPath } from 'node:url';
import { createConfig, optionsOf } from '../../src/train/config/config.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { trainEpisode, type EpisodeRecord } from '../../src/train/train.ts';
import { readResults } from '../../src/report/runs/readRuns.ts';
import type { RunData } from '../../src/record/readBack.ts';
import type { CarOptions } from '../../src/env/car.ts';

/** Options of the plain car. */
export const MOUNTAIN_CAR = optionsOf(
  createConfig({ env: 'mountain-car', reward: 'sparse' }),
) as unknown as CarOptions;

/** Runs of `results/NAME.jsonl`. */
export const published = (name: string): readonly RunData[] =>
  readResults(fileURLToPath(new URL(`../../results/${name}.jsonl`, import.meta.url)));

/** A run after so many of its episodes, as a figure of the book shows it. */
export function runTo(
  settings: { readonly [name: string]: unknown },
  episodes: number,
): { readonly run: Run; readonly records: readonly EpisodeRecord[] } {
  const run = createRun(createConfig(settings));
  return { run, records: Array.from({ length: episodes }, () => trainEpisode(run)) };
}
