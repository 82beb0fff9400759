/** Settings: all that can be set, from texts to a config, and the command of a run. */
import type { SettingsTable, Texts } from '../facts.ts';
import { AGENTS, type AgentName } from '../../train/config/agents.ts';
import { changedSettings, createConfig, rewardOf } from '../../train/config/config.ts';
import { ENVIRONMENTS, type Options } from '../../train/config/environments.ts';
import { fromText, type Field } from '../../train/config/field.ts';
import { FIELD_GROUPS, fields, isFieldName, type Config } from '../../train/config/settings.ts';

export const settingsTable = (): SettingsTable => ({
  groups: Object.entries(FIELD_GROUPS).map(([title, group]) => ({ title, fields: group })),
  options: Object.fromEntries(
    Object.entries(ENVIRONMENTS).map(([name, { options }]) => [name, options]),
  ),
});

/** Groups of settings that an agent without curiosity does not use. */
const CURIOUS = ['Curiosity', 'Model of the environment'];

const isCurious = (name: string): boolean =>
  CURIOUS.some((group) => Object.hasOwn(FIELD_GROUPS[group], name));

/**
 * The config that texts stand for.
 *
 * @param all settings of all agents; those of curiosity are left out for an agent that has none
 * @param own of this agent
 * @throws ConfigError
 */
export function configFrom(agent: string, all: Texts, own: Texts): Config {
  const hasNone = agentSettings(agent)?.curiosity === 'none' && !Object.hasOwn(own, 'curiosity');
  const kept = Object.entries(all).filter(([name]) => !(hasNone && isCurious(name)));
  const texts = { ...Object.fromEntries(kept), ...own };
  return createConfig({
    agent,
    ...values(texts, Object.hasOwn(texts, 'env') ? texts['env'] : fields.env.default),
  });
}

const agentSettings = (agent: string): Partial<Config> | undefined =>
  Object.hasOwn(AGENTS, agent) ? AGENTS[agent as AgentName] : undefined;

/** Texts as values, as yet unchecked. @param env whose options are among them */
export function values(texts: Texts, env: string): Record<string, unknown> {
  const options: SettingsTable['options'][string] = Object.hasOwn(ENVIRONMENTS, env)
    ? ENVIRONMENTS[env].options
    : {};
  const fieldOf = (name: string): Field | undefined =>
    isFieldName(name) ? fields[name] : options[name];
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const field = fieldOf(name);
      return [name, field ? fromText(field, text) : text];
    }),
  );
}

/** Seed, environment, reward and all settings that are not the agent's own. */
export function settingsOf(config: Config): Options {
  const { seed, env } = config;
  const reward = rewardOf(config);
  return { seed, env, ...(reward === null ? {} : { reward }), ...changedSettings(config) };
}

/** The command that makes the same run. */
export function commandOf(config: Config): string {
  const { seed, ...others } = settingsOf(config);
  const options = Object.entries({ seed, agent: config.agent, ...others });
  const words = options.map(([name, value]) => `--${name} ${value}`);
  return ['npx tsx scripts/run.ts', ...words].join(' ');
}
