/** `maps.jsonl` in a run's folder: its phase-space maps (phaseSpace.ts), a line after each of a few episodes. */
import { plannedEpisodes } from '../train/config/continuation.ts';
import { ConfigError } from '../train/config/field.ts';
import { finiteJson } from '../train/finite.ts';
import { CELLS } from '../train/config/phaseGrid.ts';
import { phaseMaps, type PhaseMaps } from '../train/phaseSpace.ts';
import type { PhaseSpace } from '../env/environment.ts';
import { isObject } from '../env/rules.ts';
import { exists, LineFile, pathIn, readText } from './disk.ts';
import type { Run } from '../train/run.ts';

export const MAPS_FILE = 'maps.jsonl';

/** Whether maps are drawn after this episode: 1, 3, 10, 30, 100, ... and the last. */
export function isMapped(episode: number, episodes: number): boolean {
  if (episode === episodes) return true;
  let power = 1;
  while (power * 10 <= episode) power *= 10;
  return episode === power || episode === 3 * power;
}

export class MapsFile {
  readonly #run: Run;
  readonly #phaseSpace: PhaseSpace;
  readonly #file: LineFile;
  /** Environment steps when the last maps were drawn. */
  #since: number;

  /**
   * Creates the file or, if the run is continued, keeps its maps up to the run's episode. Maps of later episodes and an
   * incomplete line, which an earlier process left, are removed.
   *
   * @param phaseSpace of the run's environment
   * @throws DiskError
   */
  constructor(folder: string, run: Run, phaseSpace: PhaseSpace) {
    const path = pathIn(folder, MAPS_FILE);
    const kept = exists(path) && run.episode > 0 ? linesUntil(run.episode, readText(path)) : [];
    this.#run = run;
    this.#phaseSpace = phaseSpace;
    this.#since = kept.at(-1)?.envSteps ?? 0;
    this.#file = new LineFile(path, kept.map(({ line }) => `${line}\n`).join(''));
  }

  /** To be called after each episode. @throws DiskError @throws NonFiniteError if a map holds a number that is none */
  afterEpisode(): void {
    const run = this.#run;
    if (!isMapped(run.episode, plannedEpisodes(run.config, run.episode - 1))) return;
    const where = `${MAPS_FILE}, episode ${run.episode}`;
    this.#file.append(`${finiteJson(where, phaseMaps(run, this.#phaseSpace, this.#since))}\n`);
    this.#since = run.envSteps;
  }

  /** @throws DiskError */
  close(): void {
    this.#file.close();
  }
}

/** The lines up to an episode, before the first that is incomplete. */
function linesUntil(
  episode: number,
  text: string,
): { readonly line: string; readonly envSteps: number }[] {
  const kept = [];
  for (const [n, line] of text.split('\n').slice(0, -1).entries()) {
    const maps = mapsOrNull(MAPS_FILE, n, line);
    if (!maps || maps.episode > episode) break;
    kept.push({ line, envSteps: maps.envSteps });
  }
  return kept;
}

function mapsOrNull(where: string, n: number, line: string): PhaseMaps | null {
  try {
    return parseMaps(where, n, line);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** The maps of a run. @throws ConfigError naming the file, and the line that is not as it was written */
export function readMaps(folder: string): PhaseMaps[] {
  const path = pathIn(folder, MAPS_FILE);
  const lines = readText(path).split('\n');
  // What stands behind the last line break is a line that is being written.
  return lines.slice(0, -1).map((line, n) => parseMaps(path, n, line));
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isMap = (value: unknown): boolean =>
  Array.isArray(value) && value.length === CELLS && value.every(Number.isFinite);
const isCuriosity = (value: unknown): boolean =>
  value === null ||
  (isObject(value) &&
    ['novelty', 'bonus'].every((name) => isMap(value[name])) &&
    (value['modelUncertainty'] === null || isMap(value['modelUncertainty'])));
const isPath = (value: unknown): boolean =>
  Array.isArray(value) && value.every((cell) => isCount(cell) && cell < CELLS);

const CHECKS: { readonly [field in keyof PhaseMaps]: (value: unknown) => boolean } = {
  episode: isCount,
  envSteps: isCount,
  visits: isMap,
  action: (value) => isMap(value) && (value as number[]).every(isCount),
  value: isMap,
  curiosity: isCuriosity,
  path: isPath,
};

function parseMaps(path: string, n: number, line: string): PhaseMaps {
  let maps: unknown;
  try {
    maps = JSON.parse(line);
  } catch {
    throw new ConfigError(`${path}:${n + 1}: expected JSON`);
  }
  const wrong = Object.entries(CHECKS).find(
    ([name, holds]) => !isObject(maps) || !holds(maps[name]),
  );
  if (wrong) {
    throw new ConfigError(`${path}:${n + 1}: ${wrong[0]} is missing or not as it was written`);
  }
  return maps as PhaseMaps;
}
