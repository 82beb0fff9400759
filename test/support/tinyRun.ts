import { AGENTS, type AgentName } from '../../src/train/config/agents.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { CARS } from '../../src/train/config/environments.ts';
import type { Config } from '../../src/train/config/settings.ts';
import { progressOf } from '../../src/train/progress.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { trainEpisode, type EpisodeRecord } from '../../src/train/train.ts';
import { Vime } from '../../src/curiosity/vime/vime.ts';

/** Settings under which an episode takes milliseconds and every part of training still runs. */
export function tinyConfig(settings: { readonly [name: string]: unknown } = {}): Config {
  const { env = 'mountain-car' } = settings;
  const isCar = Object.keys(CARS).some((name) => name === env);
  return createConfig({
    seed: 1,
    episodes: 4,
    ...(isCar ? { maxSteps: 40 } : {}),
    evalEpisodes: 3,
    finalEpisodes: 3,
    hiddenWidth: 8,
    batchSize: 8,
    warmupSteps: 20,
    bnnHidden: 4,
    bnnBatchSize: 8,
    refreshRows: 4,
    ...settings,
  });
}

/** A run to its last episode. */
export function trainAll(config: Config): { readonly run: Run; readonly records: EpisodeRecord[] } {
  const run = createRun(config);
  const records: EpisodeRecord[] = [];
  const done = () => ({ episodes: run.episode, envSteps: run.envSteps });
  while (progressOf(config, done()) < 1) records.push(trainEpisode(run));
  return { run, records };
}

/** The model of an agent that has one. */
export function vimeOf({ bonus }: Run): Vime {
  const curiosity = bonus?.curiosity;
  if (!(curiosity instanceof Vime)) throw new Error('not the agent vime');
  return curiosity;
}

/** An agent with its own settings, as far as they do not make an episode long. */
export function agentConfig(
  agent: AgentName,
  settings: { readonly [name: string]: unknown } = {},
): Config {
  const { batchSize, warmupSteps, bnnBatchSize, episodes, evalEpisodes, hiddenWidth } =
    tinyConfig();
  const short = { batchSize, warmupSteps, bnnBatchSize, episodes, evalEpisodes, hiddenWidth };
  return tinyConfig({ agent, ...AGENTS[agent], ...short, epsilonSteps: 100, ...settings });
}
