/** The checkpoints in a run's folder: `checkpoint-<episode>.safetensors`, the last two; of a finished run the last. */
import { DamagedCheckpoint, decodeCheckpoint, type Resumed } from './checkpoint.ts';
import { ConfigError } from '../train/config/field.ts';
import type { Config } from '../train/config/settings.ts';
import {
  namesIn,
  pathIn,
  readBytes,
  reading,
  removeFile,
  sha256,
  writeWhole,
  writing,
} from './disk.ts';
import { VERSION } from './runSummary.ts';

/** Two, because the last may be damaged. */
const KEPT = 2;

const nameOf = (episode: number): string => `checkpoint-${episode}.safetensors`;

/** Episodes with a checkpoint, newest first. */
function episodesIn(folder: string): number[] {
  return namesIn(folder)
    .flatMap((name) => {
      const episode = Number(/^checkpoint-(\d{1,9})\.safetensors$/.exec(name)?.[1]);
      return name === nameOf(episode) ? [episode] : [];
    })
    .sort((a, b) => b - a);
}

/**
 * Writes a checkpoint and removes those it makes superfluous: all but the last two, and those of later episodes, which
 * were found damaged when the run was continued.
 *
 * @throws DiskError
 */
export function writeCheckpoint(folder: string, episode: number, bytes: Uint8Array): void {
  writeWhole(pathIn(folder, nameOf(episode)), bytes);
  writing(folder, () => {
    const episodes = episodesIn(folder);
    const kept = episodes.filter((other) => other <= episode).slice(0, KEPT);
    remove(
      folder,
      episodes.filter((other) => !kept.includes(other)),
    );
  });
}

/** Removes all checkpoints but that of the last episode, if there is one. @throws DiskError */
export function keepLastCheckpoint(folder: string, last: number): void {
  writing(folder, () =>
    remove(
      folder,
      episodesIn(folder).filter((episode) => episode !== last),
    ),
  );
}

function remove(folder: string, episodes: readonly number[]): void {
  for (const episode of episodes) removeFile(pathIn(folder, nameOf(episode)));
}

/**
 * The run of the newest checkpoint that is not damaged.
 *
 * @param warn gets a line for each damaged one
 * @returns    null if there is none
 * @throws ConfigError if one is of another version or config, naming the first difference
 */
export function newestCheckpoint(
  folder: string,
  config: Config,
  warn: (line: string) => void,
): Resumed | null {
  for (const episode of reading(folder, () => episodesIn(folder))) {
    const path = pathIn(folder, nameOf(episode));
    const bytes = readBytes(path);
    try {
      return decodeCheckpoint(bytes, config, VERSION, sha256);
    } catch (error) {
      if (error instanceof DamagedCheckpoint) warn(`${path} is damaged: ${error.message}`);
      else if (error instanceof ConfigError) throw new ConfigError(`${path}: ${error.message}`);
      else throw error;
    }
  }
  return null;
}
