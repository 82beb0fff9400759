/** A trained policy as one module of JavaScript without dependencies, for a page or another program. */
import { createConfig, createRun, policyModule, trainEpisode } from 'vime';

const run = createRun(createConfig({ agent: 'dqn', env: 'deep-sea', size: 4, seed: 1 }));
for (let episode = 0; episode < 100; episode++) trainEpisode(run);

const { config, env, view } = run;
const { layers, average: weights } = run.agent.dqn;
const source = policyModule({ config, env, view, layers, weights });

// Written to a file, it is imported by its name; here it is imported from its text.
const policy = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
  readonly act: (observation: Float64Array) => number;
};
let { observation } = env.reset(1);
let total = 0;
for (let ended = false; !ended;) {
  const step = env.step(policy.act(observation));
  observation = step.observation;
  total += step.reward;
  ended = step.terminated || step.truncated;
}
console.log(`a module of ${source.length} characters; its return in deep sea ${total.toFixed(2)}`);
