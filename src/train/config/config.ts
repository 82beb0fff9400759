/** From settings by name to a config in which every setting has a value that fits. */
import { ENVIRONMENTS, type EnvironmentName } from '../../env/environments.ts';
import { AGENTS, type AgentName } from './agents.ts';
import { isVime } from './curiosities.ts';
import { ConfigError, expectation, isValid, shown, type Field } from './field.ts';
import { fields, isFieldName, type Config, type FieldName, type Settings } from './settings.ts';

/** The settings in which two configs differ. */
export function differences(a: Config, b: Config): FieldName[] {
  return (Object.keys(fields) as FieldName[]).filter((name) => a[name] !== b[name]);
}

/** The settings of a run that are not what its agent has in its environment, whatever its seed and its reward. */
export function changedSettings(config: Config): Settings {
  const { agent, env, reward, seed } = config;
  const names = differences(config, createConfig({ agent, env, reward, seed }));
  return Object.fromEntries(names.map((name) => [name, config[name]]));
}

function checkField(name: FieldName, value: unknown): asserts value is Config[FieldName] {
  const field: Field = fields[name];
  if (!isValid(field, value)) {
    throw new ConfigError(`${name}: ${expectation(field, value)}`);
  }
}

/**
 * A whole config from some settings and, for the rest, what the agent and the environment set and the defaults.
 *
 * @throws ConfigError if a name is unknown, a value is out of its range, or two do not go together
 */
export function createConfig(settings: { readonly [name: string]: unknown } = {}): Config {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) values[name] = field.default;
  for (const name of ['env', 'agent'] as const) {
    if (settings[name] !== undefined) checkField(name, settings[name]);
  }
  const { force, maxSteps, tvChannels } =
    ENVIRONMENTS[(settings['env'] ?? values['env']) as EnvironmentName];
  const agent = AGENTS[(settings['agent'] ?? values['agent']) as AgentName];
  Object.assign(values, { force, maxSteps, tvChannels }, agent);
  for (const [name, value] of Object.entries(settings)) {
    if (!isFieldName(name)) throw new ConfigError(`no setting is called ${shown(name)}`);
    checkField(name, value);
    values[name] = value;
  }
  const config = values as Config;
  checkTogether(config);
  return config;
}

function checkTogether(config: Config): void {
  const { curiosity, eta, batchSize, bnnBatchSize, replayCapacity } = config;
  if (curiosity === 'none' && eta !== 0) {
    throw new ConfigError(
      `eta: the agent ${config.agent} has no curiosity, expected 0, got ${eta}`,
    );
  }
  if (batchSize > replayCapacity) {
    throw new ConfigError(
      `batchSize: expected at most replayCapacity, ${replayCapacity}, got ${batchSize}`,
    );
  }
  if (isVime(curiosity) && bnnBatchSize > replayCapacity) {
    throw new ConfigError(
      `bnnBatchSize: expected at most replayCapacity, ${replayCapacity}, got ${bnnBatchSize}`,
    );
  }
  if (config.tvSham && config.tvChannels === 0) {
    throw new ConfigError('tvSham: expected false without tvChannels, got true');
  }
  if (curiosity === 'cassie-lim') checkCassieLim(config);
  if (curiosity === 'counts' && config.observation === 'raw') {
    throw new ConfigError('observation: counts needs scaled, got raw; its cells lie in [-1, 1]');
  }
  if (config.noise === 'learned' && config.likelihood !== 'exact') {
    throw new ConfigError(
      `noise: learned noise needs likelihood exact, got ${config.likelihood}; use --noise fixed`,
    );
  }
}

/** What must hold where the batch of the Q-network is measured, and most stored novelties are of long ago. */
function checkCassieLim({ nStep, bonusUnit }: Config): void {
  if (nStep !== 1) throw new ConfigError(`nStep: cassie-lim needs 1, got ${nStep}`);
  if (bonusUnit !== 'none')
    throw new ConfigError(`bonusUnit: cassie-lim needs none, got ${bonusUnit}`);
}
