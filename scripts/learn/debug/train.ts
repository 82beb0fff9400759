/** The short run that shows what a fault does, by the code of one copy of `src/`. */
import type { Load } from '../exercise.ts';
import type { Series } from '../faults.ts';

/** One number for each episode; NaN where there is none, and after a run that broke. */
export type Curves = Readonly<Partial<Record<Series, readonly number[]>>>;

export interface Trained {
  readonly curves: Curves;
  /** Steps that began in each cell of the phase space, [rows, columns] from the bottom left; null: it has none. */
  readonly visits: readonly (readonly number[])[] | null;
  /** Why the run stopped early; null: it did not. */
  readonly broken: string | null;
}

type RunModule = typeof import('../../../src/train/run.ts');
type Run = ReturnType<RunModule['createRun']>;

/** The largest Q-value of the state in which episodes begin. */
function valueOfStart({ env, view, agent }: Run): number {
  agent.q.inputs.set(view.see(env.reset(1).observation));
  return Math.max(...agent.q.evaluate());
}

/** Mean over remembered transitions of the standard deviation that the beliefs give to a prediction. */
function uncertainty({ bonus, replay }: Run): number {
  const state = replay.state();
  const out = new Float64Array(state.actions.length);
  bonus?.curiosity.modelUncertainty?.(state, out);
  return bonus ? out.reduce((sum, value) => sum + value, 0) / out.length : NaN;
}

/** Mean standard deviation of the weights of the model. */
function meanSigma({ bonus }: Run): number {
  const rho = bonus?.curiosity.learnt.find(({ suffix }) => suffix === '_rho')?.values;
  if (!rho) return NaN;
  return rho.reduce((sum, r) => sum + Math.log1p(Math.exp(r)), 0) / rho.length;
}

/** Trains by the copy that `load` reads from. */
export async function trained(
  load: Load,
  settings: Readonly<Record<string, unknown>>,
  series: readonly Series[],
): Promise<Trained> {
  const { createConfig } =
    await load<typeof import('../../../src/train/config/config.ts')>('train/config/config.ts');
  const { createRun } = await load<RunModule>('train/run.ts');
  const { trainEpisode } =
    await load<typeof import('../../../src/train/train.ts')>('train/train.ts');
  const config = createConfig(settings);
  const run = createRun(config);
  const measured: Readonly<Partial<Record<Series, () => number>>> = {
    value: () => valueOfStart(run),
    uncertainty: () => uncertainty(run),
    sigma: () => meanSigma(run),
  };
  const curves = Object.fromEntries(series.map((name) => [name, [] as number[]]));
  let broken: string | null = null;
  for (let episode = 0; episode < config.episodes && broken === null; episode++) {
    try {
      const record = trainEpisode(run);
      for (const name of series) {
        const value = measured[name]?.() ?? record[name as keyof typeof record];
        curves[name].push(typeof value === 'number' ? value : NaN);
      }
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
    }
  }
  const { visitsOf } =
    await load<typeof import('../../../src/train/phaseSpace.ts')>('train/phaseSpace.ts');
  const { COLUMNS, ROWS } = await load<typeof import('../../../src/train/config/phaseGrid.ts')>(
    'train/config/phaseGrid.ts',
  );
  const { phaseSpace } = run.env;
  const cells = phaseSpace ? visitsOf(run, phaseSpace) : null;
  const row = (n: number): number[] => cells!.slice(n * COLUMNS, (n + 1) * COLUMNS);
  const visits = cells && Array.from({ length: ROWS }, (_, n) => row(n));
  return { curves, visits, broken };
}
