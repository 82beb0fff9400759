/** The runs that the page is compared with, in Node. */
import { join } from 'node:path';
import { digestOf } from '../../../src/record/digest.ts';
import { sha256 } from '../../../src/record/disk.ts';
import { resumeFolder } from '../../../src/record/resume.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { encodeSafetensors } from '../../../src/record/safetensors.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { weightTensors } from '../../../src/record/weights.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode, type EpisodeRecord } from '../../../src/train/train.ts';

export interface Spec {
  readonly agent: string;
  readonly seed: number;
  readonly episodes: number;
}

export interface Trained {
  readonly digest: string;
  readonly records: readonly EpisodeRecord[];
}

/** Trains to the end. */
export function train(spec: Spec): Trained {
  const run = createRun(createConfig({ ...spec }));
  const records = Array.from({ length: spec.episodes }, () => trainEpisode(run));
  return { digest: digestOf(encodeSafetensors(weightTensors(run)), records, sha256), records };
}

/** The first episode that reaches the goal. */
export function firstGoal(spec: Spec): EpisodeRecord {
  const run = createRun(createConfig({ ...spec }));
  for (;;) {
    const record = trainEpisode(run);
    if (record.reachedGoal) return record;
    if (record.episode === spec.episodes) throw new Error(`${spec.agent} never reaches the goal`);
  }
}

/** Trains some episodes into a folder, and leaves a checkpoint. @returns the folder */
export async function trainPart(parent: string, spec: Spec, episodes: number): Promise<string> {
  const folder = new RunFolder(join(parent, 'part'), createConfig({ ...spec }));
  const isStopped = (): boolean => folder.run.episode >= episodes;
  await trainInto(folder, { isStopped, checkpointEvery: 1 });
  return folder.path;
}

/** The same, with weights so large that the next update has no finite gradient. */
export async function trainBroken(parent: string, spec: Spec, episodes: number): Promise<string> {
  const folder = new RunFolder(join(parent, 'broken'), createConfig({ ...spec }));
  await trainInto(folder, { isStopped: () => folder.run.episode >= episodes });
  folder.run.agent.dqn.online.fill(1e200);
  folder.checkpoint(0);
  return folder.path;
}

/** Continues the run in a folder to its end. @returns its digest */
export async function continueRun(path: string, spec: Spec): Promise<string> {
  const warnings: string[] = [];
  const folder = resumeFolder(path, createConfig({ ...spec }), (line) => warnings.push(line));
  if (warnings.length > 0) throw new Error(warnings.join('; '));
  const { digest } = await trainInto(folder);
  return digest;
}
