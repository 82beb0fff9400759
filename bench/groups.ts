/** The groups by name. Each is loaded only in the process that runs it. */
import type { Group } from './case.ts';

const load: Readonly<Record<string, () => Promise<{ readonly group: Group }>>> = {
  kl: () => import('./kl.bench.ts'),
  matmul: () => import('./matmul.bench.ts'),
  elementwise: () => import('./elementwise.bench.ts'),
  gradient: () => import('./gradient.bench.ts'),
  greedy: () => import('./greedy.bench.ts'),
  dqn: () => import('./dqn.bench.ts'),
  bnn: () => import('./bnn.bench.ts'),
  gain: () => import('./gain.bench.ts'),
  memory: () => import('./memory.bench.ts'),
  run: () => import('./run.bench.ts'),
  growth: () => import('./growth.bench.ts'),
};

export const GROUP_NAMES: readonly string[] = Object.keys(load);

/** Those of a full run: the sweep takes a minute by itself and is asked for by name. */
export const USUAL_GROUPS = GROUP_NAMES.filter((name) => name !== 'growth');

export const isGroupName = (name: string): boolean => Object.hasOwn(load, name);

export async function loadGroup(name: string): Promise<Group> {
  return (await load[name]()).group;
}
