/** Continues a run that was stopped or killed. */
import { keepLastCheckpoint, newestCheckpoint } from './checkpointFiles.ts';
import { shown } from '../env/messages.ts';
import { ConfigError, isFile } from '../train/config/field.ts';
import { valueOf } from '../train/config/config.ts';
import { continuedConfig } from '../train/config/continuation.ts';
import type { Config } from '../train/config/settings.ts';
import { exists, readText, writing } from './disk.ts';
import { parseConfig, parseSummary } from './readBack.ts';
import { createRunOrRefuse, fileIn, removeLeftovers, RunFolder, writeConfig } from './runFolder.ts';
import type { Summary } from './runSummary.ts';
import { progressOf } from '../train/progress.ts';

/**
 * The config of the run in a folder.
 *
 * @param settings that were given; a run is continued with the settings it was started with, and finished with its episodes
 * @throws ConfigError if there is no run, config.json is not as it was written, or a setting differs from it
 */
export function configToResume(
  path: string,
  settings: { readonly [field: string]: unknown },
): Config {
  const file = fileIn(path, 'config.json');
  if (!exists(file)) throw new ConfigError(`${path} holds no run to continue`);
  const config = parseConfig(file, readText(file));
  for (const [name, value] of Object.entries(settings)) {
    const there = valueOf(config, name);
    // Of a file the content counts, whatever its path is now.
    const isFileStill =
      ['env', 'curiosity'].includes(name) && isFile(String(there)) && isFile(String(value));
    if (there !== value && !isFileStill) {
      if (name === 'episodes') throw otherLength(path, config, value);
      throw new ConfigError(
        `${path} holds a run with ${name} ${shown(there)}, not ${shown(value)}: a run keeps the settings it was started with`,
      );
    }
  }
  return config;
}

/** Other episodes than those of a run that is not finished; it may have been continued before, and started with fewer. */
function otherLength(path: string, { episodes, steps }: Config, asked: unknown): ConfigError {
  const first = `${path} holds an unfinished run with episodes ${episodes}, not ${shown(asked)}: leave out --episodes to finish it`;
  const canGoOn = steps === 'none' && typeof asked === 'number' && asked > episodes;
  return new ConfigError(canGoOn ? `${first}, then continue it with --episodes ${asked}` : first);
}

/** The summary of a finished run, else null. Files that a kill just before the end left are removed. */
export function finishedSummary(path: string): Summary | null {
  const file = fileIn(path, 'summary.json');
  if (!exists(file)) return null;
  const summary = parseSummary(file, readText(file));
  // A kill as it was continued may have left the summary of the part before.
  if (!summary.finished || progressOf(configToResume(path, {}), summary) < 1) return null;
  keepLastCheckpoint(path, summary.episodes);
  writing(path, () => removeLeftovers(path));
  return summary;
}

/**
 * The run in a folder, as of its newest undamaged checkpoint, or at the start if there is none.
 *
 * @param warn gets a line for each damaged checkpoint
 * @throws ConfigError if a checkpoint is of another config or version
 * @throws DiskError   if the folder cannot be written to
 */
export function resumeFolder(
  path: string,
  config: Config,
  warn: (line: string) => void,
): RunFolder {
  const found = newestCheckpoint(path, config, warn);
  if (found) return new RunFolder(path, config, found);
  const run = createRunOrRefuse(config);
  warn(`${path} holds no whole checkpoint: starting over from episode 1`);
  return new RunFolder(path, config, { run, records: [], lines: '', seconds: 0 });
}

/**
 * A finished run that goes on for more episodes, from the checkpoint of its last one.
 *
 * @param config   of the finished run
 * @param episodes in all
 * @param warn     gets a line for each damaged checkpoint
 * @throws ConfigError if it has no such checkpoint, has so many episodes already, or ends after so many steps
 * @throws DiskError   if the folder cannot be written to
 */
export function continueFolder(
  path: string,
  config: Config,
  episodes: number,
  warn: (line: string) => void,
): RunFolder {
  const longer = continuedConfig(config, episodes);
  const found = newestCheckpoint(path, config, warn);
  if (!found) {
    throw new ConfigError(
      `${path} holds no checkpoint of its last episode, from which to continue; --config ${fileIn(path, 'config.json')} --episodes ${episodes} makes a new run`,
    );
  }
  const run = { ...found.run, config: longer };
  writeConfig(path, run);
  return new RunFolder(path, longer, { ...found, run });
}
