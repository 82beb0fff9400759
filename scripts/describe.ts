/** Describes the runs of a command in one or two lines, before they are started. */
import {
  changedSettings,
  differences,
  rewardOf,
  usualConfig,
  valueOf,
} from '../src/train/config/config.ts';
import { earlierConfigs } from '../src/train/config/continuation.ts';
import { linearSchedule } from '../src/optim/schedule.ts';
import { taskTitle } from '../src/train/config/task.ts';
import type { Config } from '../src/train/config/settings.ts';
import { counted } from '../src/report/tables/numbers.ts';

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const where = (config: Config): string => taskTitle(config.env, rewardOf(config));

const changes = (texts: readonly string[]): string[] =>
  texts.length > 0 ? [`settings that differ from the agent's: ${texts.join(', ')}`] : [];

/** Agents that were given a curiosity, but pay nothing for it by default. */
function unpaid(configs: readonly Config[]): string[] {
  const agents = configs
    .filter(
      (config) => config.curiosity !== 'none' && config.eta === 0 && usualConfig(config).eta === 0,
    )
    .map(({ agent }) => agent);
  if (agents.length === 0) return [];
  return [
    `eta is 0, as ${unique(agents).join(', ')} has it: the curiosity is measured, but pays no reward; --eta sets what it pays`,
  ];
}

/** `200 episodes` */
const lengthOf = ({ episodes, steps }: Config): string =>
  steps === 'none'
    ? counted(episodes, 'episode')
    : `at most ${counted(steps, 'step')} and ${counted(episodes, 'episode')}`;

/** `vime in mountain-car, sparse reward, seed 1, 200 episodes`, and all settings that are not the agent's own. */
export function describeRun(config: Config): string {
  const own = usualConfig(config);
  const changed = Object.entries(changedSettings(config)).map(([name, value]) => {
    const usual = valueOf(own, name);
    return usual === undefined ? `${name} ${value}` : `${name} ${value} (${usual})`;
  });
  const { agent, seed } = config;
  return [
    `${agent} in ${where(config)}, seed ${seed}, ${lengthOf(config)}`,
    ...changes(changed),
    ...unpaid([config]),
  ].join('\n');
}

/** `0.00055` */
const rate = (x: number): string => String(Number(x.toPrecision(3)));

/** How a finished run that is continued differs from a run of its new length from the start. */
export function describeContinuation(config: Config): string {
  const { episodes, learningRate, learningRateEnd } = config;
  const before = earlierConfigs(config).at(-1)!.episodes;
  const beginning = `continued after episode ${before}`;
  if (learningRateEnd === 1) {
    return `${beginning}: the learning rate is constant, so the run is the same as one of ${episodes} episodes from the start`;
  }
  const end = learningRate * learningRateEnd;
  const there = rate(linearSchedule(learningRate, end, before / episodes));
  return (
    `${beginning}: the learning rate, which has fallen to ${rate(end)}, goes on as in a run of ${episodes} episodes from the start, from ${there} to ${rate(end)}. ` +
    `Such a run would have had ${rate(learningRate)} to ${there} before; all else is the same.`
  );
}

/** Settings that have several values in the runs of one agent. */
function comparedSettings(configs: readonly Config[]): string[] {
  const sameRun = configs.filter(
    ({ agent, seed }) => agent === configs[0].agent && seed === configs[0].seed,
  );
  return unique(sameRun.flatMap((config) => differences(config, configs[0])));
}

/** The same for runs of several agents on the same seeds. */
export function describeComparison(configs: readonly Config[]): string {
  const agents = unique(configs.map(({ agent }) => agent));
  const seeds = unique(configs.map(({ seed }) => seed));
  const lengths = unique(configs.map(lengthOf));
  const compared = comparedSettings(configs);
  const changed = unique(
    configs.flatMap((config) =>
      Object.entries(changedSettings(config))
        .filter(([name]) => !compared.includes(name))
        .map(([name, value]) => `${name} ${value}`),
    ),
  );
  const values = compared.map(
    (name) => `${name} ${unique(configs.map((config) => valueOf(config, name))).join(' or ')}`,
  );
  const seedRange = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]}-${seeds.at(-1)}`;
  return [
    `${agents.join(', ')} in ${where(configs[0])}, ${seedRange}, ${lengths.join(' or ')} a run`,
    ...(values.length > 0 ? [`each with ${values.join(', and ')}`] : []),
    ...changes(changed),
    ...unpaid(configs),
  ].join('\n');
}
