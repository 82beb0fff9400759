/** The files in the folder of a run: each as it is written, and what is removed. */
import { encodeCheckpoint, type Resumed } from './checkpoint.ts';
import { keepLastCheckpoint, writeCheckpoint } from './checkpointFiles.ts';
import { digestOf } from './digest.ts';
import {
  DiskError,
  engineVersions,
  exists,
  LineFile,
  machineMemory,
  makeFolder,
  makeNewFolder,
  namesIn,
  pathIn,
  reasonOf,
  removeFile,
  sha256,
  writeWhole,
} from './disk.ts';
import { MAPS_FILE } from './mapsFile.ts';
import { runName } from './runName.ts';
import { encodeSafetensors } from './safetensors.ts';
import {
  configText,
  recordLine,
  rounded,
  summaryOf,
  summaryText,
  VERSION,
  type Summary,
  CSV_FILE,
  episodesCsv,
} from './runSummary.ts';
import { encodeWeights, weightTensors } from './weights.ts';
import { ConfigError } from '../train/config/field.ts';
import { checkMemory } from '../train/config/memory.ts';
import type { Config } from '../train/config/settings.ts';
import { nonFiniteTensor } from '../train/finite.ts';
import { createRun, type Run } from '../train/run.ts';
import type { EpisodeRecord } from '../train/train.ts';

const FILES = [
  'config.json',
  'episodes.jsonl',
  CSV_FILE,
  'summary.json',
  'weights.safetensors',
  MAPS_FILE,
  'report.html',
] as const;

/** Temporary files that a killed process may leave. */
const ASIDE =
  /^(config|episodes|summary|weights|maps|report|checkpoint-\d+)\.(jsonl?|csv|safetensors|html)\.\d+\.tmp$/;

/** Makes `runs/NAME`, or `runs/NAME-2`, `runs/NAME-3` ... if that is there. @throws the system's error */
function makeDefaultFolder(config: Config): string {
  const first = pathIn('runs', runName(config));
  for (let n = 1; ; n++) {
    const path = n === 1 ? first : `${first}-${n}`;
    if (makeNewFolder(path)) return path;
  }
}

export function fileIn(folder: string, file: (typeof FILES)[number]): string {
  return pathIn(folder, file);
}

/** Writes config.json. @throws DiskError */
export function writeConfig(folder: string, run: Pick<Run, 'config' | 'env'>): void {
  writeWhole(fileIn(folder, 'config.json'), configText(run));
}

/** A run and the folder it is recorded in. */
export class RunFolder {
  readonly path: string;
  readonly run: Run;
  readonly records: EpisodeRecord[];
  /** Wall-clock time of the processes before this one, if the run is continued. */
  readonly secondsBefore: number;
  #lastCheckpoint: number | null;
  /** episodes.jsonl so far, and the open file. */
  #lines: string;
  readonly #file: LineFile;

  /**
   * Creates the folder, or uses an existing one that holds no run; or continues the run in one.
   *
   * @param path    null for a new folder that is named after the run
   * @param resumed where to continue
   * @throws ConfigError if it holds a run already, cannot be made, or the run does not fit into memory
   * @throws DiskError   if the first files cannot be written
   */
  constructor(path: string | null, config: Config, resumed: Resumed | null = null) {
    this.run = resumed?.run ?? createRunOrRefuse(config);
    this.records = [...(resumed?.records ?? [])];
    this.secondsBefore = resumed?.seconds ?? 0;
    this.#lastCheckpoint = this.records.length > 0 ? this.run.episode : null;
    this.#lines = resumed?.lines ?? '';
    try {
      this.path = path ?? makeDefaultFolder(config);
      makeFolder(this.path);
      if (!resumed) refuseIfTaken(this.path);
      removeLeftovers(this.path);
      if (!resumed) writeConfig(this.path, this.run);
      this.#file = new LineFile(fileIn(this.path, 'episodes.jsonl'), this.#lines);
      if (resumed) this.#removeEnd();
    } catch (error) {
      if (error instanceof ConfigError || error instanceof DiskError) throw error;
      throw new ConfigError(`cannot write to ${path ?? 'runs'}: ${reasonOf(error)}`);
    }
  }

  /**
   * Adds a line to episodes.jsonl.
   *
   * @throws DiskError      then the file ends with the line before
   * @throws NonFiniteError if a number of the record is none
   */
  append(record: EpisodeRecord, seconds: number): void {
    const line = recordLine(record, seconds);
    this.#file.append(line);
    this.records.push(record);
    this.#lines += line;
  }

  /** Saves the whole state of the run. @param seconds wall-clock time so far @throws DiskError */
  checkpoint(seconds: number): void {
    const progress = { lines: this.#lines, seconds: rounded(seconds) };
    const bytes = encodeCheckpoint(this.run, progress, VERSION, sha256);
    writeCheckpoint(this.path, this.run.episode, bytes);
    this.#lastCheckpoint = this.run.episode;
  }

  /** Episode of the newest checkpoint; null: there is none. */
  get lastCheckpoint(): number | null {
    return this.#lastCheckpoint;
  }

  /**
   * Writes the weights, the records as a table and the summary, and closes the folder. Of a finished run only the checkpoint of its last episode is kept, if there is one.
   *
   * @param scores      of greedy episodes at the end
   * @param wallSeconds all the time the run took
   * @throws DiskError
   * @throws NonFiniteError if a weight is no number any more; then weights.safetensors is left out
   */
  finish(scores: Float64Array, wallSeconds: number): Summary {
    const tensors = weightTensors(this.run);
    const hashed = encodeSafetensors(tensors);
    const where = `episode ${this.run.episode}`;
    const summary = summaryOf(this.run, this.records, {
      finalScores: scores,
      wallSeconds: rounded(wallSeconds),
      digest: digestOf(hashed, this.records, sha256),
      engine: engineVersions(),
    });
    this.#file.close();
    const broken = nonFiniteTensor(`weights.safetensors, ${where}`, tensors);
    if (!broken) writeWhole(fileIn(this.path, 'weights.safetensors'), encodeWeights(this.run));
    writeWhole(fileIn(this.path, CSV_FILE), episodesCsv(this.records));
    writeWhole(fileIn(this.path, 'summary.json'), summaryText(summary));
    if (summary.finished) keepLastCheckpoint(this.path, this.run.episode);
    if (broken) throw broken;
    return summary;
  }

  /** Writes the weights of a run that cannot be evaluated, and closes the folder. @throws DiskError */
  keepWeights(): void {
    this.#file.close();
    const path = fileIn(this.path, 'weights.safetensors');
    writeWhole(path, encodeWeights(this.run));
  }

  /** Of a run that was stopped and is continued. */
  #removeEnd(): void {
    for (const file of ['summary.json', CSV_FILE, 'weights.safetensors', 'report.html'] as const) {
      removeFile(fileIn(this.path, file));
    }
  }
}

/** @throws ConfigError if the run does not fit into memory */
export function createRunOrRefuse(config: Config): Run {
  checkMemory(config, machineMemory());
  try {
    return createRun(config);
  } catch (error) {
    // The engine's own error for an array that is too large.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(`these settings need more memory than there is: ${error.message}`);
  }
}

function refuseIfTaken(path: string): void {
  const taken = FILES.find((file) => exists(fileIn(path, file)));
  if (taken) {
    const resume = taken === 'config.json' ? `, continue it with --resume ${path},` : '';
    throw new ConfigError(
      `${path} already holds a run (${taken}); choose another folder with --out${resume} or remove it`,
    );
  }
}

/** Removes what killed processes left behind. */
export function removeLeftovers(path: string): void {
  for (const name of namesIn(path)) {
    if (ASIDE.test(name)) removeFile(pathIn(path, name));
  }
}
