/** Trains the agent of a run's folder, and records every episode there. */
import { clock, nextTurn } from './disk.ts';
import { MapsFile } from './mapsFile.ts';
import type { RunFolder } from './runFolder.ts';
import type { Summary } from './runSummary.ts';
import { CuriosityError } from '../curiosity/guard.ts';
import { EnvironmentError } from '../env/guard.ts';
import { NonFiniteError } from '../train/finite.ts';
import { progressOf } from '../train/progress.ts';
import type { Steps } from '../train/steps.ts';
import { episodeSteps, finalScores, type EpisodeRecord } from '../train/train.ts';

/** A file of one's own failed when nothing was asked of it, as in a timer. Its message is one line. */
export class StrayError extends Error {}

export interface RunHooks {
  /** Called after each episode. @param elapsed seconds since the start */
  readonly onEpisode?: (record: EpisodeRecord, elapsed: number) => void;
  /** Asked before each episode: true ends the run after the episodes so far. */
  readonly isStopped?: () => boolean;
  /** Episodes from one checkpoint to the next, one more when stopped; 0: never. */
  readonly checkpointEvery?: number;
  /** Whether a finished run leaves a checkpoint of its last episode as well, so that it can be continued; default: no. */
  readonly keepsLast?: boolean;
  /** Whether to leave phase-space maps in the folder, after a few of the episodes, if the environment has a phase space. */
  readonly maps?: boolean;
  /** Called after each environment step of training, and of evaluation. */
  readonly onStep?: () => void;
  /** Called after pending events were handled; a StrayError that it throws ends the run. */
  readonly onTurn?: () => void;
}

/** Seconds of work before pending events are handled: tsx ends a process that does not handle a Ctrl-C for 60 ms. */
const TURN = 0.01;

/** Takes all steps; pending events, such as signals, are handled in between. */
async function inTurns<Result>(
  steps: Steps<Result>,
  onStep?: () => void,
  onTurn?: () => void,
): Promise<Result> {
  let turn = clock();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onStep?.();
    if (clock() - turn < TURN) continue;
    await nextTurn();
    onTurn?.();
    turn = clock();
  }
}

/**
 * Trains the agent of a folder to the last episode. Pending events are handled in between.
 *
 * @throws NonFiniteError if a number is not finite; the episodes before it have been saved
 * @throws EnvironmentError if the environment does, naming the step; what there is has been saved
 * @throws CuriosityError if one in a file does, likewise
 * @throws StrayError     if `onTurn` does, likewise
 * @throws DiskError      if it cannot be recorded
 */
export async function trainInto(
  folder: RunFolder,
  {
    onEpisode,
    isStopped,
    checkpointEvery = 0,
    keepsLast = false,
    maps = false,
    onStep,
    onTurn,
  }: RunHooks = {},
): Promise<Summary> {
  const { run } = folder;
  const isOver = (): boolean =>
    progressOf(run.config, { episodes: run.episode, envSteps: run.envSteps }) >= 1;
  const started = clock() - folder.secondsBefore;
  const secondsSince = (time: number): number => clock() - time;
  const { phaseSpace } = run.env;
  const mapsFile = maps && phaseSpace ? new MapsFile(folder.path, run, phaseSpace) : null;
  const finish = (): Summary => {
    mapsFile?.close();
    return folder.finish(finalScores(run), secondsSince(started));
  };
  /** The same; if the environment breaks down in the final evaluation, the weights are kept. */
  const finishOrKeepWeights = (): Summary => {
    try {
      return finish();
    } catch (error) {
      if (error instanceof EnvironmentError) folder.keepWeights();
      throw error;
    }
  };
  /** The same; of several errors only the first is reported. */
  const keepWhatThereIs = (): void => {
    try {
      finishOrKeepWeights();
    } catch (error) {
      if (!isEnding(error)) throw error;
    }
  };
  try {
    while (!isOver() && !isStopped?.()) {
      const episodeStarted = clock();
      const record = await inTurns(episodeSteps(run), onStep, onTurn);
      folder.append(record, secondsSince(episodeStarted));
      mapsFile?.afterEpisode();
      onEpisode?.(record, secondsSince(started));
      const isDue = checkpointEvery > 0 && run.episode % checkpointEvery === 0;
      if (isDue && !isOver()) folder.checkpoint(secondsSince(started));
      await nextTurn();
      onTurn?.();
    }
    if (checkpointEvery > 0 && !isOver()) folder.checkpoint(secondsSince(started));
  } catch (error) {
    if (!isEnding(error)) throw error;
    keepWhatThereIs();
    if (error instanceof CuriosityError) {
      throw new CuriosityError(`environment step ${run.envSteps}: ${error.message}`);
    }
    if (error instanceof EnvironmentError) {
      throw new EnvironmentError(`environment step ${run.envSteps + 1}: ${error.message}`);
    }
    throw error;
  }
  const summary = finishOrKeepWeights();
  if (keepsLast && isOver()) folder.checkpoint(secondsSince(started));
  return summary;
}

/** Whether a file of one's own failed. */
export const isFileError = (error: unknown): error is Error =>
  [EnvironmentError, CuriosityError, StrayError].some((kind) => error instanceof kind);

/** Whether an error ends a run, but keeps what there is. */
const isEnding = (error: unknown): boolean => isFileError(error) || error instanceof NonFiniteError;
