/** The environment of a run on the page, for its picture and its phase space. */
import { ENVIRONMENTS, type Options } from '../../train/config/environments.ts';
import type { Environment } from '../../env/environment.ts';
import type { Config } from '../../train/config/settings.ts';

/** Null for one that is in a file. */
export function environmentOf(config: Config): Environment | null {
  if (!Object.hasOwn(ENVIRONMENTS, config.env)) return null;
  const { options, create } = ENVIRONMENTS[config.env];
  const values = config as unknown as Options;
  return create(Object.fromEntries(Object.keys(options).map((name) => [name, values[name]])));
}
