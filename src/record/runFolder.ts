/** The folder a run leaves behind. */
import { encodeCheckpoint, type Resumed } from './checkpoint.ts';
import { removeCheckpoints, writeCheckpoint } from './checkpointFiles.ts';
import { changedSettings } from '../train/config/config.ts';
import { ConfigError } from '../train/config/field.ts';
import type { Config, FieldName } from '../train/config/settings.ts';
import { digestBytes } from './digest.ts';
import {
  clock,
  DiskError,
  engineVersions,
  exists,
  LineFile,
  machineMemory,
  makeFolder,
  makeNewFolder,
  namesIn,
  nextTurn,
  pathIn,
  reasonOf,
  removeFile,
  sha256,
  writeWhole,
} from './record.ts';
import { finiteJson, NonFiniteError, nonFiniteTensor } from '../train/finite.ts';
import { MAPS_FILE, MapsFile } from './mapsFile.ts';
import { checkMemory } from '../train/config/memory.ts';
import { encodeSafetensors } from './safetensors.ts';
import { summarise, type Outcome } from '../train/summary.ts';
import { mean, standardDeviation } from '../math/stats/summary.ts';
import { createRun, type Run } from '../train/run.ts';
import type { Steps } from '../train/steps.ts';
import { episodeSteps, finalLengths, type EpisodeRecord } from '../train/train.ts';
import { VERSION } from './version.ts';
import { weightTensors } from './weights.ts';

/** summary.json */
export interface Summary extends Outcome {
  readonly seed: number;
  readonly agent: string;
  readonly env: string;
  readonly reward: string;
  /** The time limit of an episode. */
  readonly maxSteps: number;
  /** False if the run was stopped before its last episode. */
  readonly finished: boolean;
  /** Minus the mean length of greedy episodes from fresh starts at the end. */
  readonly finalScore: number;
  /** Standard deviation of those lengths; older runs do not have it. */
  readonly finalScoreSd?: number;
  readonly wallSeconds: number;
  readonly digest: string;
  readonly versions: { readonly [what: string]: string };
}

const FILES = [
  'config.json',
  'episodes.jsonl',
  'summary.json',
  'weights.safetensors',
  MAPS_FILE,
  'report.html',
] as const;

/** What a killed process may leave of a file it was writing. */
const ASIDE =
  /^(config|episodes|summary|weights|maps|report|checkpoint-\d+)\.(jsonl?|safetensors|html)\.\d+\.tmp$/;

/** Characters of a folder's name, at most: the settings that do not fit become a hash. Leaves room for `-12345`. */
const LONGEST_NAME = 90;

/** `eta0.3`, `noise-fixed` */
function nameOf(setting: string, value: Config[FieldName]): string {
  return typeof value === 'number' ? `${setting}${value}` : `${setting}-${value}`;
}

/** First 8 digits of the SHA-256, in hexadecimal. */
function shortHash(text: string): string {
  return Buffer.from(sha256(new TextEncoder().encode(text)))
    .toString('hex')
    .slice(0, 8);
}

/**
 * A name made of what a run is, with every setting that is not what its agent has in its environment:
 * `mountain-car-sparse-vime-eta0.3-seed1`. Two runs have the same one only if they are the same run.
 */
export function runName(config: Config): string {
  const { env, reward, agent, seed } = config;
  const settings = Object.entries(changedSettings(config)).map(([name, value]) =>
    nameOf(name, value),
  );
  const whole = (parts: readonly string[]): string =>
    [env, reward, agent, ...parts, `seed${seed}`].join('-');
  if (whole(settings).length <= LONGEST_NAME) return whole(settings);
  const hash = shortHash(settings.join());
  let fitting = 0;
  while (whole([...settings.slice(0, fitting + 1), hash]).length <= LONGEST_NAME) fitting++;
  return whole([...settings.slice(0, fitting), hash]);
}

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

const json = (where: string, value: object): string => `${finiteJson(where, value, 2)}\n`;

/** A run and the folder it is recorded in. */
export class RunFolder {
  readonly path: string;
  readonly run: Run;
  readonly records: EpisodeRecord[];
  /** Wall-clock time before this process took the run up. */
  readonly secondsBefore: number;
  /** episodes.jsonl so far, and the open file. */
  #lines: string;
  readonly #file: LineFile;

  /**
   * Creates the folder, or uses an existing one that holds no run; or goes on in one.
   *
   * @param path    null for a new folder that is named after the run
   * @param resumed where to go on
   * @throws ConfigError if it holds a run already, cannot be made, or the run does not fit into memory
   * @throws DiskError   if the first files cannot be written
   */
  constructor(path: string | null, config: Config, resumed: Resumed | null = null) {
    this.run = resumed?.run ?? createRunOrRefuse(config);
    this.records = [...(resumed?.records ?? [])];
    this.secondsBefore = resumed?.seconds ?? 0;
    this.#lines = resumed?.lines ?? '';
    try {
      this.path = path ?? makeDefaultFolder(config);
      makeFolder(this.path);
      if (!resumed) refuseIfTaken(this.path);
      removeLeftovers(this.path);
      if (!resumed) writeWhole(fileIn(this.path, 'config.json'), json('config.json', config));
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
    const where = `episodes.jsonl, episode ${record.episode}`;
    const line = `${finiteJson(where, { ...record, seconds: rounded(seconds) })}\n`;
    this.#file.append(line);
    this.records.push(record);
    this.#lines += line;
  }

  /** Saves the whole state of the run. @param seconds wall-clock time so far @throws DiskError */
  checkpoint(seconds: number): void {
    const progress = { lines: this.#lines, seconds: rounded(seconds) };
    const bytes = encodeCheckpoint(this.run, progress, VERSION, sha256);
    writeCheckpoint(this.path, this.run.episode, bytes);
  }

  /**
   * Writes the weights and the summary, and closes the folder. A finished run needs no checkpoints any more.
   *
   * @param lengths     of greedy episodes at the end
   * @param wallSeconds all the time the run took
   * @throws DiskError
   * @throws NonFiniteError if a weight is no number any more; then weights.safetensors is left out
   */
  finish(lengths: Float64Array, wallSeconds: number): Summary {
    const { seed, agent, env, reward, maxSteps, episodes } = this.run.config;
    const tensors = weightTensors(this.run);
    const weights = encodeSafetensors(tensors);
    const where = `episode ${this.run.episode}`;
    const outcome = summarise(this.records, this.run.config);
    const summary: Summary = {
      seed,
      agent,
      env,
      reward,
      maxSteps,
      ...outcome,
      finished: outcome.episodes === episodes,
      finalScore: -mean(lengths),
      finalScoreSd: standardDeviation(lengths),
      wallSeconds: rounded(wallSeconds),
      digest: digestOf(weights, this.records),
      versions: { vime: VERSION, ...engineVersions() },
    };
    this.#file.close();
    const broken = nonFiniteTensor(`weights.safetensors, ${where}`, tensors);
    if (!broken) writeWhole(fileIn(this.path, 'weights.safetensors'), weights);
    writeWhole(fileIn(this.path, 'summary.json'), json(`summary.json, ${where}`, summary));
    if (summary.finished) removeCheckpoints(this.path);
    if (broken) throw broken;
    return summary;
  }

  /** Of a run that was stopped and now goes on. */
  #removeEnd(): void {
    for (const file of ['summary.json', 'weights.safetensors', 'report.html'] as const) {
      removeFile(fileIn(this.path, file));
    }
  }
}

const rounded = (seconds: number): number => Number(seconds.toFixed(3));

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
    const resume = taken === 'config.json' ? `, go on with --resume ${path},` : '';
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

export interface RunHooks {
  /** Called after each episode. @param elapsed seconds since the start */
  readonly onEpisode?: (record: EpisodeRecord, elapsed: number) => void;
  /** Asked before each episode: true ends the run with what there is. */
  readonly isStopped?: () => boolean;
  /** Episodes from one checkpoint to the next, one more when stopped; 0: never. */
  readonly checkpointEvery?: number;
  /** Whether to leave phase-space maps of a few moments in the folder. */
  readonly maps?: boolean;
  /** Called after each environment step of training, and of evaluation. */
  readonly onStep?: () => void;
}

/** Seconds of work between two turns of others: tsx ends a process that is deaf to Ctrl-C for 60 ms. */
const TURN = 0.01;

/** Takes all steps; other events, such as signals, get their turn in between. */
async function inTurns<Result>(steps: Steps<Result>, onStep?: () => void): Promise<Result> {
  let turn = clock();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onStep?.();
    if (clock() - turn < TURN) continue;
    await nextTurn();
    turn = clock();
  }
}

/**
 * Trains the agent of a folder to the last episode. Other events get their turn now and then.
 *
 * @throws NonFiniteError if the run breaks down; what there is has been saved
 * @throws DiskError      if it cannot be recorded
 */
export async function trainInto(
  folder: RunFolder,
  { onEpisode, isStopped, checkpointEvery = 0, maps = false, onStep }: RunHooks = {},
): Promise<Summary> {
  const { run } = folder;
  const { episodes } = run.config;
  const started = clock() - folder.secondsBefore;
  const secondsSince = (time: number): number => clock() - time;
  const mapsFile = maps ? new MapsFile(folder.path, run) : null;
  const finish = (): Summary => {
    mapsFile?.close();
    return folder.finish(finalLengths(run), secondsSince(started));
  };
  try {
    while (run.episode < episodes && !isStopped?.()) {
      const episodeStarted = clock();
      const record = await inTurns(episodeSteps(run), onStep);
      folder.append(record, secondsSince(episodeStarted));
      mapsFile?.afterEpisode();
      onEpisode?.(record, secondsSince(started));
      const isDue = checkpointEvery > 0 && run.episode % checkpointEvery === 0;
      if (isDue && run.episode < episodes) folder.checkpoint(secondsSince(started));
      await nextTurn();
    }
    if (checkpointEvery > 0 && run.episode < episodes) folder.checkpoint(secondsSince(started));
  } catch (error) {
    if (error instanceof NonFiniteError) ignoringNonFinite(finish); // the first such number says it all
    throw error;
  }
  return finish();
}

function ignoringNonFinite(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
  }
}

/** SHA-256 of the final weights and all records, without clock times: equal for equal runs. */
export function digestOf(weights: Uint8Array, records: readonly EpisodeRecord[]): string {
  return Buffer.from(sha256(digestBytes(weights, records))).toString('hex');
}
