/** The name of a run's folder. */
import { sha256 } from './disk.ts';
import { changedSettings, rewardOf } from '../train/config/config.ts';
import type { OptionValue } from '../train/config/environments.ts';
import type { Config } from '../train/config/settings.ts';
import { shortName } from '../train/config/task.ts';

/** Characters of a folder's name, at most: the settings that do not fit become a hash. Leaves room for `-12345`. */
const LONGEST_NAME = 90;

/** `eta0.3`, `noise-fixed` */
function nameOf(setting: string, value: OptionValue): string {
  return typeof value === 'number'
    ? `${setting}${value}`
    : `${setting}-${shortName(String(value))}`;
}

/** First 8 digits of the SHA-256, in hexadecimal. */
function shortHash(text: string): string {
  return Buffer.from(sha256(new TextEncoder().encode(text)))
    .toString('hex')
    .slice(0, 8);
}

/**
 * A name made of what a run is, with every setting that is not what its agent has in its environment:
 * `mountain-car-sparse-vime-eta0.3-seed1`. Two runs have the same one only if they are the same run.
 */
export function runName(config: Config): string {
  const { env, agent, seed } = config;
  const reward = rewardOf(config);
  const begin = [shortName(env), ...(reward === null ? [] : [reward]), agent];
  const settings = Object.entries(changedSettings(config)).map(([name, value]) =>
    nameOf(name, value),
  );
  const whole = (parts: readonly string[]): string => [...begin, ...parts, `seed${seed}`].join('-');
  if (whole(settings).length <= LONGEST_NAME) return whole(settings);
  const hash = shortHash(settings.join());
  let fitting = 0;
  while (whole([...settings.slice(0, fitting + 1), hash]).length <= LONGEST_NAME) fitting++;
  return whole([...settings.slice(0, fitting), hash]);
}
