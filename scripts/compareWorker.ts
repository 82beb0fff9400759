/** One run of a comparison, in a worker thread. */
import './ndarrayOps.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../src/experiment/settings.ts';
import { resumeFolder } from '../src/experiment/resume.ts';
import { RunFolder, trainInto } from '../src/experiment/runFolder.ts';

export interface Job {
  readonly config: Config;
  readonly folder: string;
}

const CHECKPOINT_EVERY = 25; // episodes

/** Trains to the end, from the last checkpoint if an earlier attempt was stopped. */
export default async function runJob({ config, folder }: Job): Promise<void> {
  const warn = (line: string): void => console.error(`compare: ${line}`);
  const isBegun = existsSync(join(folder, 'config.json'));
  const runFolder = isBegun ? resumeFolder(folder, config, warn) : new RunFolder(folder, config);
  await trainInto(runFolder, { checkpointEvery: CHECKPOINT_EVERY });
}
