/**
 * Runs that were finished, and then continued for more episodes.
 *
 * The learning rate falls over all episodes of a run. In a continued run it has fallen once by the end of the first part, and
 * from there on is that of a run of the new length. So a config keeps where the parts ended, and a run that is made from it
 * is the continued run, bit for bit.
 */
import type { Options } from './environments.ts';
import { shown } from '../../env/messages.ts';
import { ConfigError } from './field.ts';
import type { Config } from './settings.ts';

/** The name under which a config keeps the episodes after which its run was continued: `200`, or `200,400`. */
export const CONTINUED_AT = 'continuedAt';

type Length = Pick<Config, 'episodes'>;

/** Episodes after which the run was finished and then continued, rising. */
function endsOf(config: Length): number[] {
  const text = (config as unknown as Options)[CONTINUED_AT] as string | undefined;
  return text === undefined ? [] : text.split(',').map(Number);
}

/** What is wrong with the value that a config keeps; null: nothing. */
export function continuationFault(config: Config): string | null {
  const value: unknown = (config as unknown as Options)[CONTINUED_AT];
  if (value === undefined) return null;
  if (config.steps !== 'none') return `${CONTINUED_AT}: expected steps none, got ${config.steps}`;
  const isList = typeof value === 'string' && /^[1-9]\d{0,6}(,[1-9]\d{0,6})*$/.test(value);
  const lengths = isList ? [...endsOf(config), config.episodes] : [];
  return isList && lengths.every((length, i) => i === 0 || length > lengths[i - 1])
    ? null
    : `${CONTINUED_AT}: expected rising numbers below episodes, ${config.episodes}, such as 200,400, got ${shown(value)}`;
}

/** Episodes at which the run was to end, and over which the learning rate falls, as planned when so many were done. */
export const plannedEpisodes = (config: Length, done: number): number =>
  endsOf(config).find((end) => done < end) ?? config.episodes;

/**
 * @returns the config of a finished run that is continued for so many episodes in all
 * @throws ConfigError if they are not more than it has, or if it ends after so many steps
 */
export function continuedConfig(config: Config, episodes: number): Config {
  if (config.steps !== 'none') {
    throw new ConfigError(
      `episodes: the run ends after ${config.steps} steps and cannot be continued for another number of episodes`,
    );
  }
  if (episodes <= config.episodes) {
    throw new ConfigError(
      `episodes: the run is finished with ${config.episodes}, expected more to continue it, got ${episodes}`,
    );
  }
  const ends = [...endsOf(config), config.episodes];
  const continued: Config & Options = { ...config, episodes, [CONTINUED_AT]: ends.join() };
  return continued;
}

/** The config of each part of a continued run before the last, as it was then. */
export function earlierConfigs(config: Config): Config[] {
  const ends = endsOf(config);
  const entries = Object.entries(config).filter(([name]) => name !== CONTINUED_AT);
  const first = Object.fromEntries(entries) as Config;
  return ends.map((episodes, n) => ({
    ...first,
    episodes,
    ...(n === 0 ? {} : { [CONTINUED_AT]: ends.slice(0, n).join() }),
  }));
}
