/** One run of a comparison, in a worker thread. */
import { rmSync } from 'node:fs';
import type { Config } from '../src/experiment/config.ts';
import { RunFolder, trainInto } from '../src/experiment/runFolder.ts';

export interface Job {
  readonly config: Config;
  readonly folder: string;
}

/** Trains from the start, replacing what an interrupted attempt may have left. */
export default async function runJob({ config, folder }: Job): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await trainInto(new RunFolder(folder, config));
}
