/** Published runs of an agent with a setting changed, beside those of the agent as it is. */
import { pathIn } from '../../record/disk.ts';
import type { RunData } from '../../record/readBack.ts';
import { readResults } from './readRuns.ts';

const ENDING = '-ablation';

/** The name of the ablation that belongs to a group: `mountain-car-sparse-ablation`. */
export const ablationOf = (group: string): string => `${group}${ENDING}`;

export const isAblation = (name: string): boolean => name.endsWith(ENDING);

/**
 * The runs in `NAME.jsonl`. Those of an ablation follow the runs of the same agents and seeds as they are, from the file of their group.
 *
 * @throws ConfigError naming the file and line that does not fit
 */
export function readPublished(folder: string, name: string): RunData[] {
  const runs = readResults(pathIn(folder, `${name}.jsonl`));
  if (!isAblation(name)) return runs;
  const usual = readResults(pathIn(folder, `${name.slice(0, -ENDING.length)}.jsonl`));
  const isChanged = ({ agent, seed }: RunData): boolean =>
    runs.some((run) => run.agent === agent && run.seed === seed);
  return [...usual.filter(isChanged), ...runs];
}
