/** The settings of a run that is to be repeated, from its config.json. */
import { parseConfig } from '../src/record/readBack.ts';
import { readText } from '../src/record/disk.ts';
import { changedSettings, isOption, rewardOf, valueOf } from '../src/train/config/config.ts';
import { CONTINUED_AT } from '../src/train/config/continuation.ts';
import { curiosityKind } from '../src/train/config/curiosities.ts';
import { kindOf, type Options } from '../src/train/config/environments.ts';
import type { Config } from '../src/train/config/settings.ts';

/** @throws ConfigError if there is no such file, or it is not as a run wrote it */
export const readConfig = (path: string): Config => parseConfig(path, readText(path));

/**
 * The settings of a repeated run: those of its config.json, but for those that are given now. With another agent or environment
 * these bring their own settings, and only what the run had set otherwise is kept. A run of another length is one that was never continued.
 *
 * @param given  settings of the command line; of files of one's own they name the paths
 */
export function repeatedSettings(
  path: string,
  given: { readonly [name: string]: unknown; readonly env?: string; readonly curiosity?: string },
): { readonly [name: string]: unknown } {
  const config = readConfig(path);
  const { agent, env, seed, curiosity } = config;
  const reward = rewardOf(config);
  const all: Options = { ...changedSettings(config), ...(reward === null ? {} : { reward }) };
  const now = { env, curiosity, ...given };
  const known = { ...kindOf(now.env)?.options, ...curiosityKind(now.curiosity)?.options };
  const isAsLong = ['episodes', 'steps'].every(
    (name) => given[name] === undefined || given[name] === valueOf(config, name),
  );
  const kept = Object.entries(all).filter(([name]) => {
    if (name === CONTINUED_AT) return isAsLong;
    return !isOption(name) || Object.hasOwn(known, name);
  });
  return { agent, env, seed, ...Object.fromEntries(kept), ...given };
}
