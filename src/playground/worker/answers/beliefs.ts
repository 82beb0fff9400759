/** The weights of the model as Gaussians, and which of them an update on one transition would move. */
import { Vime } from '../../../curiosity/vime/vime.ts';
import { weightGains } from '../../../curiosity/vime/weightGains.ts';
import { stream } from '../../../math/random/rng.ts';
import type { Layer } from '../../../nn/layers.ts';
import { createTransitionBatch, setRow } from '../../../replay/transition.ts';
import { variableName } from '../../../train/config/task.ts';
import type { Run } from '../../../train/run.ts';
import type { Answer } from './answer.ts';
import { placeNow } from './places.ts';

/** Weights that have something in common: all from one input, or all to one output. */
export interface Panel {
  /** `from position`, `to velocity`, `bias of the hidden units` */
  readonly name: string;
  /** [weights] each; a weight for each hidden unit. */
  readonly mu: Float64Array;
  readonly sigma: Float64Array;
  /** What a step of size 1 on the transition adds to the mean. */
  readonly step: Float64Array;
  /** Of the KL between the beliefs after and before that step, to second order, in nats. */
  readonly terms: Float64Array;
}

export interface BeliefsValue {
  readonly panels: readonly Panel[];
  /** Sum of all terms. */
  readonly total: number;
  /** What the agent measures of the same transition: the gain of the outcome, or the expected gain. */
  readonly measured: number;
}

interface Request {
  /** Null: where the agent is. */
  readonly at: readonly [x: number, y: number] | null;
  readonly action: number;
}

/** Null for an agent without a Bayesian network, or in an environment without a phase space. */
export const beliefsAnswer: Answer<Request, BeliefsValue | null> = {
  of({ run }, { at, action }) {
    const { phaseSpace } = run.env;
    const { bonus } = run;
    if (!phaseSpace || !(bonus?.curiosity instanceof Vime)) return null;
    const place = at ?? placeNow(run, phaseSpace);
    const step = phaseSpace.stepFrom(...place, action);
    const batch = createTransitionBatch(1, run.view.size);
    const state = run.view.see(phaseSpace.observationAt(...place));
    setRow(batch, 0, { state, action, nextState: run.view.see(step.observation), ...step });
    const draws = stream(run.config.seed, 'phase space');
    const gains = weightGains(bonus.curiosity, batch, draws);
    const measured = new Float64Array(1);
    bonus.measureAll(batch, measured, stream(run.config.seed, 'phase space'));
    const panels = indicesOf(run, bonus.curiosity.bnn.posterior.layers).map(({ name, indices }) => {
      const pick = (values: Float64Array): Float64Array => indices.map((i) => values[i]);
      const [mu, sigma, step, terms] = [gains.mu, gains.sigma, gains.muStep, gains.terms].map(pick);
      return { name, mu, sigma, step, terms };
    });
    const total = gains.terms.reduce((sum, term) => sum + term, 0);
    return { panels, total, measured: measured[0] };
  },
};

/** Where the weights of each panel are among all, [weights]. */
function indicesOf(
  run: Run,
  [first, second]: readonly Layer[],
): { readonly name: string; readonly indices: Float64Array }[] {
  const { env, view } = run;
  const H = first.outputs;
  const from = (count: number, indexOf: (n: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, n) => indexOf(n));
  const inputs = Array.from({ length: first.inputs }, (_, i) => ({
    name: `from ${inputName(run, i)}`,
    indices: from(H, (h) => first.weightStart + i * H + h),
  }));
  const outputs = Array.from({ length: view.size }, (_, s) => ({
    name: `to the change of ${variableName(env, s)}`,
    indices: from(H, (h) => second.weightStart + h * second.outputs + s),
  }));
  return [
    ...inputs,
    { name: 'biases of the hidden units', indices: from(H, (h) => first.biasStart + h) },
    ...outputs,
    {
      name: 'biases of the outputs',
      indices: from(second.outputs, (s) => second.biasStart + s),
    },
  ];
}

function inputName(run: Run, input: number): string {
  const { env, view } = run;
  if (input < view.size) return variableName(env, input);
  const action = input - view.size;
  return `action ${env.actionNames?.[action] ?? action}`;
}
