/** From settings by name to a config in which every setting has a value that fits. */
import type { Environment } from '../../env/environment.ts';
import { guarded } from '../../env/guard.ts';
import { isObject } from '../../env/rules.ts';
import { AGENTS, type AgentName } from './agents.ts';
import { CONTINUED_AT, continuationFault } from './continuation.ts';
import { curiosityKind, isVime, measureOf } from './curiosities.ts';
import { kindOf, loadedKindOf, type Options, type OptionValue } from './environments.ts';
import { shown } from '../../env/messages.ts';
import { ConfigError, expectation, isFile, isValid, type Field } from './field.ts';
import { fields, isFieldName, type Config, type FieldName } from './settings.ts';

/** The name under which a config keeps the SHA-256 of the file that its environment is in. */
export const FILE_HASH = 'envSha256';

/** The name under which a config keeps the SHA-256 of the file that its curiosity is in. */
export const CURIOSITY_HASH = 'curiositySha256';

/** What a config keeps beside settings and options. */
const KEPT: readonly string[] = [FILE_HASH, CURIOSITY_HASH, CONTINUED_AT];

/** Whether a name in a config may be that of an option of a file. */
export const isOption = (name: string): boolean => !isFieldName(name) && !KEPT.includes(name);

/** Whether a name in a config is that of an option of its environment. */
export function isEnvironmentOption({ env, curiosity }: Config, name: string): boolean {
  const [options, others] = [kindOf(env)?.options, curiosityKind(curiosity)?.options];
  return (
    isOption(name) &&
    (options ? Object.hasOwn(options, name) : !(others && Object.hasOwn(others, name)))
  );
}

/** The value of a setting, or of an option of the environment. */
export const valueOf = (config: Config, name: string): OptionValue | undefined =>
  (config as unknown as Options)[name];

/** The option `reward` of the environment; null if it has none. */
export function rewardOf(config: Config): string | null {
  const reward = valueOf(config, 'reward');
  return reward === undefined ? null : String(reward);
}

/** The options of the environment and, if that is in a file, of the curiosity. */
export function allOptionsOf(config: Config): Options {
  return Object.fromEntries(Object.entries(config).filter(([name]) => isOption(name)));
}

/** The options of the environment. */
export function optionsOf(config: Config): Options {
  const options = Object.entries(config).filter(([name]) => isEnvironmentOption(config, name));
  return Object.fromEntries(options);
}

/** @throws ConfigError if the environment is in a file that was not loaded */
export function createEnvironment(config: Config): Environment {
  const env = loadedKindOf(config.env).create(optionsOf(config));
  return isFile(config.env) ? guarded(env, config.env) : env;
}

/** The settings and options in which two configs differ. */
export function differences(a: Config, b: Config): string[] {
  return Object.keys({ ...a, ...b }).filter((name) => valueOf(a, name) !== valueOf(b, name));
}

/** What an agent has in an environment, under the same reward if that is an option of it. */
export function usualConfig(config: Config): Config {
  const { agent, env, seed } = config;
  const hash = valueOf(config, FILE_HASH);
  const reward = rewardOf(config);
  return createConfig({
    agent,
    env,
    seed,
    ...(hash === undefined ? {} : { [FILE_HASH]: hash }),
    ...(reward === null ? {} : { reward }),
  });
}

/**
 * The settings and options of a run that are not what its agent has in its environment, whatever its seed and its reward. The
 * contents of files are not among them.
 */
export function changedSettings(config: Config): Options {
  const names = differences(config, usualConfig(config)).filter((name) => name !== CURIOSITY_HASH);
  return Object.fromEntries(names.map((name) => [name, valueOf(config, name)!]));
}

function checkField(name: FieldName, value: unknown): asserts value is Config[FieldName] {
  checkValue(name, fields[name], value);
}

function checkValue(name: string, field: Field, value: unknown): void {
  if (!isValid(field, value)) {
    throw new ConfigError(`${name}: ${expectation(field, value)}`);
  }
}

/**
 * A whole config from some settings and options and, for the rest, what the agent and the environment set and the defaults.
 *
 * If the environment is in a file that was not loaded, as when records are read, its options are taken as they are.
 *
 * @throws ConfigError if a name is unknown, a value is out of its range, or two do not go together
 */
export function createConfig(settings: { readonly [name: string]: unknown } = {}): Config {
  if (!isObject(settings)) {
    throw new ConfigError(
      `createConfig: expected settings by name, such as { agent: 'dqn' }, got ${shown(settings)}`,
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) values[name] = field.default;
  for (const name of ['env', 'agent', 'curiosity'] as const) {
    if (settings[name] !== undefined) checkField(name, settings[name]);
  }
  const env = (settings['env'] ?? values['env']) as string;
  const kind = kindOf(env);
  const agent = (settings['agent'] ?? values['agent']) as AgentName;
  Object.assign(values, kind?.settings, AGENTS[agent], kind?.ofAgents?.[agent]);
  const curiosity = (settings['curiosity'] ?? values['curiosity']) as string;
  const files = [
    { setting: 'env', file: env, hash: FILE_HASH, kind },
    { setting: 'curiosity', file: curiosity, hash: CURIOSITY_HASH, kind: curiosityKind(curiosity) },
  ];
  // A file that was not loaded may have any options.
  const isKnown = files.every((one) => one.kind !== null || !isFile(one.file));
  const options = Object.fromEntries(
    files.flatMap((one) => Object.entries(one.kind?.options ?? {})),
  );
  for (const [name, { default: value }] of Object.entries(options)) values[name] = value;
  for (const one of files) if (one.kind?.sha256 !== undefined) values[one.hash] = one.kind.sha256;
  for (const [name, value] of Object.entries(settings)) {
    const hashed = files.find(({ hash }) => hash === name);
    if (isFieldName(name)) checkField(name, value);
    else if (Object.hasOwn(options, name)) checkValue(name, options[name], value);
    else if (name === CONTINUED_AT) values[name] = value;
    else if (hashed) checkHash(hashed, value);
    else if (isKnown) throw new ConfigError(`no setting is called ${shown(name)}`);
    else checkRecorded(name, value);
    values[name] = value;
  }
  const config = values as Config;
  const fault = kind?.fault?.(optionsOf(config)) ?? null;
  if (fault !== null) throw new ConfigError(fault);
  const continuation = continuationFault(config);
  if (continuation !== null) throw new ConfigError(continuation);
  checkTogether(config);
  return config;
}

/** @throws ConfigError if a file is not the one that a config names */
function checkHash(
  {
    setting,
    file,
    hash,
    kind,
  }: {
    readonly setting: string;
    readonly file: string;
    readonly hash: string;
    readonly kind: { readonly sha256?: string } | null;
  },
  value: unknown,
): void {
  if (!isFile(file)) throw new ConfigError(`no setting is called ${shown(hash)}`);
  if (kind?.sha256 === undefined || kind.sha256 === value) return;
  throw new ConfigError(`${setting}: ${file} is not the file that it was: its SHA-256 has changed`);
}

/** An option of a file that is not loaded. */
function checkRecorded(name: string, value: unknown): void {
  if (!['number', 'boolean', 'string'].includes(typeof value)) {
    throw new ConfigError(`${name}: expected a number, true, false or a text, got ${shown(value)}`);
  }
}

function checkTogether(config: Config): void {
  const { curiosity, eta, batchSize, bnnBatchSize, replayCapacity } = config;
  if (curiosity === 'none' && eta !== 0) {
    throw new ConfigError(
      `eta: the agent ${config.agent} has no curiosity, expected 0, got ${eta}`,
    );
  }
  if (config.act !== 'greedy' && !isFile(curiosity) && !measureOf(config)?.anticipates) {
    throw new ConfigError(
      `act: ${config.act} needs a curiosity that measures an action before it is taken, expected-gain; got ${curiosity}`,
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
