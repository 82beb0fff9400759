/** A greedy policy as one ES module without dependencies, to be used outside this project. */
import type { RunPolicy } from '../../train/evaluate.ts';

/** A line of text for a comment. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');

/**
 * The text of the module. It exports `values`, the Q-value of each action for an observation as the environment gives it, and `act`, the
 * action with the largest. It computes in the order of this project's kernels, so that its values have the same bits as those of the run.
 */
export function policyModule({ config, env, view, layers, weights }: RunPolicy): string {
  const { agent, seed } = config;
  const actions = Array.from(
    { length: env.actionSpace.n },
    (_, action) => `${action} ${env.actionNames?.[action] ?? ''}`.trim(),
  );
  const bounds = Array.from({ length: view.size }, (_, variable) => view.boundsOf(variable));
  const numbers = layers.map(({ inputs, outputs, weightStart, biasStart, end }) => ({
    bias: [...weights.subarray(biasStart, end)],
    weights: Array.from({ length: inputs }, (_, i) => {
      const start = weightStart + i * outputs;
      return [...weights.subarray(start, start + outputs)];
    }),
  }));
  return `// ${plain(`The greedy policy of a run: ${agent} in ${config.env}, seed ${seed}. Actions: ${actions.join(', ')}.`)}

// Each variable of an observation is scaled from [low, high] to [-1, 1]; null: it is taken as it is.
const bounds = ${JSON.stringify(bounds)};

// Each layer: bias [outputs], weights [inputs][outputs]. Before every layer but the first, negative inputs become 0.
const layers = [
${numbers.map((layer) => `  ${JSON.stringify(layer)},\n`).join('')}];

function scaled(x, bound) {
  if (bound === null) return x;
  const [low, high] = bound;
  return low === -high ? x / high : (2 * x - low - high) / (high - low);
}

/** The value of each action. @param observation ${bounds.length} numbers, as the environment gives them */
export function values(observation) {
  if (observation.length !== bounds.length) {
    throw new RangeError(\`values: expected ${bounds.length} numbers, got \${observation.length}\`);
  }
  const wrong = bounds.findIndex((_, i) => !Number.isFinite(observation[i]));
  if (wrong !== -1) {
    throw new RangeError(\`values: expected finite numbers, got \${observation[wrong]} at index \${wrong}\`);
  }
  let h = bounds.map((bound, i) => scaled(observation[i], bound));
  layers.forEach(({ bias, weights }, n) => {
    const inputs = n === 0 ? h : h.map((z) => Math.max(z, 0));
    h = bias.map((b, j) => inputs.reduce((sum, x, i) => sum + x * weights[i][j], b));
  });
  return h;
}

/** The action with the largest value, the first of several. @param observation as for \`values\` */
export function act(observation) {
  return values(observation).reduce((best, value, n, all) => (value > all[best] ? n : best), 0);
}
`;
}
