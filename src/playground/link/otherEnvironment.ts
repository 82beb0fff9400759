/** What stays set when another environment is chosen. */
import { fromText, isValid } from '../../train/config/field.ts';
import type { SettingsTable, Texts } from '../facts.ts';

/**
 * The settings of all agents when the environment changes. An option of the old environment is kept if the new one has an option of
 * that name which accepts the value.
 *
 * @param before,env names of environments
 */
export function inEnvironment(
  all: Texts,
  { options }: SettingsTable,
  before: string,
  env: string,
): Texts {
  const [old, next] = [options[before] ?? {}, options[env] ?? {}];
  const fits = ([name, text]: [string, string]): boolean => {
    if (old[name] === undefined) return true;
    const field = next[name];
    return field !== undefined && isValid(field, fromText(field, text));
  };
  return { ...Object.fromEntries(Object.entries(all).filter(fits)), env };
}
