/** Describes the runs of a command in one or two lines, before they are started. */
import { createConfig, differences } from '../src/train/config/config.ts';
import type { Config, FieldName } from '../src/train/config/settings.ts';
import { counted } from '../src/report/tables/numbers.ts';

/** The config with what its agent has in its environment, but for seed and reward. */
const usual = ({ agent, env, reward, seed }: Config): Config =>
  createConfig({ agent, env, reward, seed });

const where = ({ env, reward }: Config): string => `${env}, ${reward} reward`;

const changes = (texts: readonly string[]): string[] =>
  texts.length > 0 ? [`settings that differ from the agent's: ${texts.join(', ')}`] : [];

/** `vime in mountain-car, sparse reward, seed 1, 200 episodes`, and all settings that are not the agent's own. */
export function describeRun(config: Config): string {
  const own = usual(config);
  const changed = differences(config, own).map((name) => `${name} ${config[name]} (${own[name]})`);
  const { agent, seed, episodes } = config;
  return [
    `${agent} in ${where(config)}, seed ${seed}, ${counted(episodes, 'episode')}`,
    ...changes(changed),
  ].join('\n');
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The same for runs of several agents on the same seeds. */
export function describeComparison(configs: readonly Config[]): string {
  const agents = unique(configs.map(({ agent }) => agent));
  const seeds = unique(configs.map(({ seed }) => seed));
  const lengths = unique(configs.map(({ episodes }) => episodes));
  const changed = unique(
    configs.flatMap((config) =>
      differences(config, usual(config)).map((name: FieldName) => `${name} ${config[name]}`),
    ),
  );
  const seedRange = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]}-${seeds.at(-1)}`;
  return [
    `${agents.join(', ')} in ${where(configs[0])}, ${seedRange}, ${lengths.join(' or ')} episodes a run`,
    ...changes(changed),
  ].join('\n');
}
