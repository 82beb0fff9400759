/** Reading command lines, and how scripts speak of a mistake in one: one line, no stack trace. */
import { parseArgs } from 'node:util';
import { parseField } from '../src/experiment/config.ts';
import { accepted, ConfigError, type Field } from '../src/experiment/field.ts';
import { NonFiniteError } from '../src/experiment/finite.ts';
import { DiskError } from '../src/experiment/record.ts';
import { fields, isFieldName } from '../src/experiment/settings.ts';
import { MissingPart } from './optionalPart.ts';

export interface OwnOption {
  /** What stands for the value in the help; none for a switch. */
  readonly value?: string;
  readonly help: string;
}

export interface CommandLine<Own extends string> {
  /** Settings of the run, by field name. */
  readonly settings: { readonly [field: string]: unknown };
  /** The script's own options that were given; a switch has the value ''. */
  readonly own: { readonly [option in Own]?: string };
}

const plain = (name: string): string => name.replaceAll('-', '').toLowerCase();

/**
 * Reads the script's own options and any config field by its name.
 *
 * @throws ConfigError if an option is unknown, given twice, lacks its value or has one that does not fit
 */
export function parseCommandLine<Own extends string>(
  argv: readonly string[],
  ownOptions: { readonly [option in Own]: OwnOption },
): CommandLine<Own> {
  const isOwn = (name: string): name is Own => Object.hasOwn(ownOptions, name);
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of Object.keys(fields)) options[name] = { type: 'string' };
  for (const [name, option] of Object.entries<OwnOption>(ownOptions)) {
    options[name] = { type: option.value === undefined ? 'boolean' : 'string' };
  }
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });

  const settings: Record<string, unknown> = {};
  const own: { [option in Own]?: string } = {};
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw new ConfigError(
        `expected an option such as --seed 1, got ${JSON.stringify(token.value)}`,
      );
    }
    const { name, rawName, value } = token;
    if (!Object.hasOwn(options, name) || rawName !== `--${name}`) {
      const meant = Object.keys(options).find((option) => plain(option) === plain(name));
      const hint = meant ? `did you mean --${meant}?` : '--help lists them';
      throw new ConfigError(`unknown option ${rawName}; ${hint}`);
    }
    if (given.has(name)) throw new ConfigError(`${rawName} is given twice`);
    given.add(name);
    if (options[name].type === 'boolean') {
      if (value !== undefined) {
        throw new ConfigError(`${rawName} takes no value, got ${JSON.stringify(value)}`);
      }
      if (isOwn(name)) own[name] = '';
    } else if (value === undefined || value === '') {
      throw new ConfigError(`${rawName} needs a value`);
    } else if (isOwn(name)) {
      own[name] = value;
    } else if (isFieldName(name)) {
      settings[name] = parseField(name, value);
    }
  }
  return { settings, own };
}

/**
 * A line for each of the script's options, then for each field with its default.
 *
 * @param leftOut fields that the script does not take
 */
export function optionsHelp(
  ownOptions: { readonly [option: string]: OwnOption },
  leftOut: readonly string[] = [],
): string {
  const rows = Object.entries(ownOptions).map(([name, { value, help }]) => [
    `--${name}${value ? ` ${value}` : ''}`,
    help,
  ]);
  const fieldRows = Object.entries<Field>(fields)
    .filter(([name]) => !leftOut.includes(name))
    .map(([name, field]) => [`--${name}`, `${field.help} (${field.default}; ${accepted(field)})`]);
  const width = Math.max(...[...rows, ...fieldRows].map(([option]) => option.length));
  const table = (lines: readonly string[][]): string =>
    lines.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`).join('\n');
  return `${table(rows)}\n\nsettings of the run (default; accepted)\n${table(fieldRows)}`;
}

/** Prints the help and says true if it is asked for, for scripts with next to no options. */
export function printedHelp(argv: readonly string[], help: string): boolean {
  if (!argv.includes('--help')) return false;
  console.log(help);
  return true;
}

/**
 * Says in one line what was wrong with what a person gave, with exit code 2, or what stopped a run that was asked for
 * rightly, a full disk, a missing package or numbers that are none, with 1. Anything else is a mistake of ours and keeps its stack.
 */
export function reportMistake(script: string, error: unknown): void {
  const isTheirs = error instanceof ConfigError;
  const isKnown = [ConfigError, DiskError, NonFiniteError, MissingPart].some(
    (kind) => error instanceof kind,
  );
  if (!isKnown) throw error;
  console.error(`${script}: ${(error as Error).message.replaceAll(/\s*\n\s*/g, ' ')}`);
  process.exitCode = isTheirs ? 2 : 1;
}
