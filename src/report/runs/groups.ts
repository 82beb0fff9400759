/** Groups of runs: equal in all but the seed, and named after what distinguishes them. */
import { changedSettings, isEnvironmentOption, usualConfig, valueOf } from '../../train/config/config.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { RunData } from '../../record/readBack.ts';
import { makesTask, type Options, type OptionValue } from '../../train/config/environments.ts';
import { fields, isFieldName, type Config } from '../../train/config/settings.ts';
import type { Task } from '../../train/config/task.ts';

/** What decides which group a run belongs to. */
export interface Member {
  readonly agent: string;
  /** Settings that are not what the agent has in its environment, and options of that which leave its task as it is. */
  readonly changed: Options;
  /** What the agent has in its environment. */
  readonly usual: Config;
  /** Given by the person, `--label NAME=DIR`; undefined: none. */
  readonly name?: string | undefined;
}

export interface Group extends Member {
  /** Agent and changed settings, whoever else is compared. */
  readonly key: string;
  /**
   * The agent, or the name that was given, and the settings in which it differs from other groups of that name: `vime, eta 0.3`.
   * Labels are unique.
   */
  readonly label: string;
}

const NAMES: readonly string[] = Object.keys(fields);

/** Settings in their order, then the options in which any of the members is changed. */
const namesIn = (members: readonly Member[]): string[] => [
  ...new Set([...NAMES, ...members.flatMap(({ changed }) => Object.keys(changed))]),
];

/** Settings that do not change a run: they only set how exactly it is evaluated at its end. */
const MEASURING: readonly string[] = ['finalEpisodes'];

/** @param task of a record. Default: the environment and the curiosity are loaded, or in no file */
export function memberOf(config: Config, name?: string, task?: Pick<Task, 'options'>): Member {
  const settings = Object.entries(changedSettings(config));
  const isOfTask = (setting: string): boolean =>
    (task?.options?.includes(setting) ?? isEnvironmentOption(config, setting)) &&
    makesTask(config.env, setting);
  const changed = settings.filter(([s]) => !MEASURING.includes(s) && !isOfTask(s));
  return {
    agent: config.agent,
    changed: Object.fromEntries(changed),
    usual: usualConfig(config),
    name,
  };
}

/** A run as it is in its folder or file, and the name of the group that was given to it, if any. */
export interface NamedRun extends RunData {
  readonly name?: string | undefined;
}

export const memberOfRun = ({ config, name, task }: NamedRun): Member => memberOf(config, name, task);

const shownSettings = (settings: Options): string[] =>
  Object.entries(settings).map(([name, value]) => `${name} ${value}`);

/** What the label of a group does not say of its settings: `eta 0.3, priorSd 1`; empty: it says everything. */
export function untold(label: string, settings: Options): string {
  const told = label.split(', ');
  return shownSettings(settings)
    .filter((text) => !told.includes(text))
    .join(', ');
}

/**
 * A label as part of a file's name: `vime-eta-0.3`. Where letters of other alphabets are lost, their code points stand at the end, so that
 * different labels have different names.
 */
export function slugOf(label: string): string {
  const lost = Array.from(label.matchAll(/[^\w.,; -]/gu), ([letter]) => letter.codePointAt(0)!);
  const plain = label.replaceAll(/[^\w.-]+/g, '-');
  return lost.length === 0 ? plain : `${plain}-${lost.map((code) => code.toString(16)).join('.')}`;
}

const keyOf = ({ agent, changed }: Member): string => [agent, ...shownSettings(changed)].join(', ');

/** Two members with the same are of one group. */
const identityOf = (member: Member): string => `${member.name ?? ''}\n${keyOf(member)}`;

/**
 * Names a group after the settings in which those of its agent differ: if it is one, each by its value; if there are
 * several, each by those that are not the agent's own, so that the agent as it is has no more than its name.
 *
 * @param like groups of the same agent and given name, itself among them
 */
function labelOf(group: Member, like: readonly Member[], hasOtherAgents: boolean): string {
  const { agent, changed, usual, name } = group;
  const differing = namesIn(like).filter((s) => new Set(like.map((other) => other.changed[s])).size > 1);
  const isOne = differing.length === 1 && isFieldName(differing[0]);
  const told = isOne ? differing : differing.filter((setting) => setting in changed);
  const parts = told.map((s) => `${s} ${changed[s] ?? valueOf(usual, s)}`);
  const head = name === undefined ? [agent] : hasOtherAgents ? [name, agent] : [name];
  return [...head, ...parts].join(', ');
}

/** What is not there first, all else by code units, so that the order is the same in every language. */
export function compareTexts(
  a: string | boolean | undefined,
  b: string | boolean | undefined,
): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}

/** Short names first: the usual task before its variants. */
export const compareNames = (a: string, b: string): number => a.length - b.length || compareTexts(a, b);

/** Numbers by size; of other settings first what the agent has. */
function compareSettings(a: Member, b: Member, name: string): number {
  const changedTo = ({ changed }: Member): OptionValue | undefined => changed[name];
  const [x, y] = [changedTo(a), changedTo(b)];
  if (x === y) return 0;
  const [there, here] = [x ?? valueOf(a.usual, name), y ?? valueOf(b.usual, name)];
  if (typeof there === 'number' && typeof here === 'number') return there - here;
  return compareTexts(x as string | boolean | undefined, y as string | boolean | undefined);
}

/** By agent, given name and settings, numbers by size; 0 within a group. */
export function compareMembers(a: Member, b: Member): number {
  const order = compareTexts(a.agent, b.agent) || compareTexts(a.name, b.name);
  if (order !== 0) return order;
  for (const setting of namesIn([a, b])) {
    const settings = compareSettings(a, b, setting);
    if (settings !== 0) return settings;
  }
  return 0;
}

/**
 * The group of each of the members, in their order.
 *
 * @throws ConfigError if a given name would make two groups of the same label
 */
export function groupsOf(members: readonly Member[]): Group[] {
  const distinct = new Map(members.map((member) => [identityOf(member), member]));
  const all = [...distinct.values()];
  const groups = new Map<string, Group>();
  const labels = new Map<string, Member>();
  for (const [identity, member] of distinct) {
    const named = all.filter(({ name }) => name === member.name);
    const like = named.filter(({ agent }) => agent === member.agent);
    const label = labelOf(member, like, like.length < named.length);
    const other = labels.get(label);
    if (other) {
      throw new ConfigError(
        `--label ${other.name ?? member.name}: another group of runs is called ${label}; choose another name`,
      );
    }
    labels.set(label, member);
    groups.set(identity, { ...member, key: keyOf(member), label });
  }
  return members.map((member) => groups.get(identityOf(member))!);
}
