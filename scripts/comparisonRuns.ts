/** The runs of a comparison: agents, values of settings and seeds, each with each. */
import { join } from 'node:path';
import { AGENT_NAMES } from '../src/train/config/agents.ts';
import { createConfig, isEnvironmentOption, valueOf } from '../src/train/config/config.ts';
import { makesTask } from '../src/train/config/environments.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, isValid } from '../src/train/config/field.ts';
import { fields, type Config } from '../src/train/config/settings.ts';
import { runName } from '../src/record/runName.ts';
import { groupsOf, memberOf } from '../src/report/runs/groups.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { suggestion } from './commandLine.ts';

/** Runs of a comparison; each of them takes seconds at least. */
const MOST_RUNS = 10_000;

/** A run that is to be made. */
export interface PlannedRun {
  readonly config: Config;
  /** `vime, eta 0.3, seed 1` */
  readonly name: string;
  readonly folder: string;
}

/** What a comparison is made of, as the command line has it. */
export interface Plan {
  /** `vime,rnd` */
  readonly agents: string;
  /** `1-30` */
  readonly seeds: string;
  /** The values of each setting that is given. */
  readonly settings: Readonly<Record<string, readonly unknown[]>>;
  /** Folder for the runs. */
  readonly out: string;
}

/** @throws ConfigError if an agent or the seeds are wrong, a setting does not fit, or there are too many runs */
export function plannedRuns({ agents, seeds, settings, out }: Plan): PlannedRun[] {
  const variants = variantsOf(settings);
  const names = agentNames(agents);
  const range = seedRange(seeds, names.length, variants.length);
  const groups = names.flatMap((agent) => variants.map((values) => ({ ...values, agent })));
  const labels = groupsOf(
    groups.map((group) => memberOf(configOf({ ...group, seed: range[0] }, names))),
  );
  return groups.flatMap((group, n) =>
    range.map((seed) => {
      const config = createConfig({ ...group, seed });
      const name = `${[labels[n].label, ...taskParts(config, settings)].join(', ')} seed ${seed}`;
      return { config, name, folder: join(out, runName(config)) };
    }),
  );
}

/** @param agents of the comparison @throws ConfigError if the settings do not fit, saying so if they fit another of the agents */
function configOf(group: Readonly<Record<string, unknown>>, agents: readonly string[]): Config {
  try {
    return createConfig(group);
  } catch (error) {
    const fits = (agent: string): boolean => {
      try {
        return Boolean(createConfig({ ...group, agent }));
      } catch {
        return false;
      }
    };
    if (!(error instanceof ConfigError) || !agents.some(fits)) throw error;
    throw new ConfigError(
      `${error.message}; agents that take other settings can be run by another call with the same --out`,
    );
  }
}

/** Options of the environment in which the runs differ: they make several tasks, and a label is of one. */
const taskParts = (config: Config, settings: Plan['settings']): string[] =>
  Object.entries(settings)
    .filter(([name, values]) => values.length > 1 && isEnvironmentOption(config, name))
    .filter(([name]) => makesTask(config.env, name))
    .map(([name]) => `${name} ${valueOf(config, name)}`);

/** The run of a number, from 0. @throws ConfigError if there is no such run */
export function chosenRun(runs: readonly PlannedRun[], text: string): PlannedRun {
  const run = /^\d{1,9}$/.test(text) ? runs.at(Number(text)) : undefined;
  if (run) return run;
  throw new ConfigError(
    `--only: expected a whole number from 0 to ${runs.length - 1}, got ${shown(text)}`,
  );
}

/** Each value of each setting with each of the others. */
function variantsOf(settings: Plan['settings']): Readonly<Record<string, unknown>>[] {
  return Object.entries(settings).reduce<Readonly<Record<string, unknown>>[]>(
    (variants, [name, values]) =>
      variants.flatMap((variant) => values.map((value) => ({ ...variant, [name]: value }))),
    [{}],
  );
}

/** @throws ConfigError if one is unknown or named twice */
function agentNames(text: string): string[] {
  const agents = text.split(',');
  for (const [n, agent] of agents.entries()) {
    if (agents.indexOf(agent) < n) throw new ConfigError(`--agents: ${agent} is named twice`);
    if (!AGENT_NAMES.some((name) => name === agent)) {
      throw new ConfigError(
        `--agents: expected some of ${AGENT_NAMES.join(', ')}, got ${shown(agent)}${suggestion(agent, AGENT_NAMES)}`,
      );
    }
  }
  return agents;
}

function seedRange(text: string, agentCount: number, variantCount: number): number[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || last < first || !isValid(fields.seed, last)) {
    throw new ConfigError(
      `--seeds: expected FIRST-LAST such as 1-30, from 0 to ${fields.seed.max}, got ${shown(text)}`,
    );
  }
  const count = last - first + 1;
  if (agentCount * variantCount * count > MOST_RUNS) {
    const values = variantCount === 1 ? '' : ` x ${variantCount} settings`;
    throw new ConfigError(
      `--seeds: expected at most ${MOST_RUNS} runs, got ${counted(agentCount, 'agent')}${values} x ${counted(count, 'seed')}`,
    );
  }
  return Array.from({ length: count }, (_, i) => first + i);
}
