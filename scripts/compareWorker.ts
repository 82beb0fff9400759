/** One run of a comparison, in a worker thread. */
import './ndarrayOps.ts';
import { parentPort } from 'node:worker_threads';
import type { Config } from '../src/train/config/settings.ts';
import { missingBonus } from '../src/train/missingBonus.ts';
import { progressOf } from '../src/train/progress.ts';
import { exists } from '../src/record/disk.ts';
import { resumeFolder } from '../src/record/resume.ts';
import { fileIn, RunFolder } from '../src/record/runFolder.ts';
import { trainInto } from '../src/record/trainInto.ts';
import { loadFilesOf, type FilePaths } from './ownFiles.ts';
import { Board } from './board.ts';
import { watchingStrays, type CheckStrays } from './strays.ts';

export interface Job {
  readonly config: Config;
  /** For messages. */
  readonly name: string;
  readonly folder: string;
  /** Where its files are. */
  readonly files: FilePaths;
  /** Its place on the board, and the board's memory. */
  readonly place: number;
  readonly memory: SharedArrayBuffer;
}

const CHECKPOINT_EVERY = 25; // episodes

/**
 * Trains to the end, from the last checkpoint if an earlier attempt was stopped; or to the end of the present episode, if
 * the board says so.
 *
 * @returns whether the run is finished
 */
export default function runJob(job: Job): Promise<boolean> {
  return watchingStrays(
    (check) => train(job, check),
    ({ message }) => warn(message),
  );
}

const warn = (line: string): void => parentPort?.postMessage(line);

async function train(
  { config, folder, files, place, memory }: Job,
  onTurn: CheckStrays,
): Promise<boolean> {
  const board = Board.at(memory);
  if (board.isStopped) return false;
  loadFilesOf(config, files);
  const isBegun = exists(fileIn(folder, 'config.json'));
  const runFolder = isBegun ? resumeFolder(folder, config, warn) : new RunFolder(folder, config);
  const { run } = runFolder;
  const share = (): number =>
    Math.min(1, progressOf(config, { episodes: run.episode, envSteps: run.envSteps }));
  board.begin(place, share());
  const { finished } = await trainInto(runFolder, {
    checkpointEvery: CHECKPOINT_EVERY,
    isStopped: () => board.isStopped,
    onTurn,
    onEpisode: () => board.setDone(place, share()),
  });
  const warning = missingBonus(run, runFolder.records);
  if (warning !== null) warn(`${folder}: ${warning}`);
  return finished;
}
