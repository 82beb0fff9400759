/** Reads command lines, and reports errors in them: one line, no stack trace. */
import { createRequire } from 'node:module';
import type { Command } from 'commander';
import { closestMatch } from 'leven';
import {
  accepted,
  ConfigError,
  expectation,
  fromText,
  isValid,
  type Field,
  type FieldValue,
} from '../src/train/config/field.ts';
import { inOneLine, shown } from '../src/env/messages.ts';
import { NonFiniteError } from '../src/train/finite.ts';
import { DiskError } from '../src/record/disk.ts';
import { isFileError } from '../src/record/trainInto.ts';
import { FIELD_GROUPS } from '../src/train/config/settings.ts';
import { FittedHelp, NARROWEST, WIDEST, WIDTH } from './fittedHelp.ts';
import { MissingPart } from './optionalPart.ts';
import { asTypedHere } from './shell.ts';

// Not by `import`, which would go through tsx: see ndarrayOps.ts.
const commander = createRequire(import.meta.url)('commander') as typeof import('commander');

/** An option whose value is any text. */
interface TextOption {
  readonly kind: 'text';
  /** What stands for the value in the help. */
  readonly value: string;
  readonly default?: string;
  readonly help: string;
}

/** The same, which may be given several times. */
interface TextsOption {
  readonly kind: 'texts';
  readonly value: string;
  readonly help: string;
}

/** An option without a value. */
interface SwitchOption {
  readonly kind: 'switch';
  readonly help: string;
}

type OwnOption = Field | TextOption | TextsOption | SwitchOption;
type OwnOptions = Readonly<Record<string, OwnOption>>;

type OwnValue<O> = O extends Field
  ? FieldValue<O>
  : O extends SwitchOption
    ? boolean
    : O extends TextsOption
      ? readonly string[]
      : O extends { readonly default: string }
        ? string
        : string | undefined;

/** What a script does and takes, for its help and for reading its command line. */
export interface Script<Own extends OwnOptions = OwnOptions> {
  /** How it is started, without options: `npx tsx scripts/run.ts`. */
  readonly command: string;
  readonly does: string;
  readonly examples?: readonly string[];
  /** The script's own options. */
  readonly options?: Own;
  /** It takes settings of a run as well, all but these. */
  readonly settingsBut?: readonly string[] | undefined;
  /** Settings may have several values, separated by commas, each of which is given back in a list: all but these. */
  readonly listsBut?: readonly string[];
  /** The environment, and a curiosity in a file, whose options it takes as well. */
  readonly parts?: readonly {
    readonly name: string;
    readonly options: Readonly<Record<string, Field>>;
  }[];
  /** What it takes besides options, such as `DIR...`. */
  readonly operands?: { readonly value: string; readonly help: string };
  /** Paragraphs at the end of the help. */
  readonly notes?: readonly string[];
}

export interface CommandLine<Own extends OwnOptions> {
  /** Settings of the run that were given, by field name. */
  readonly settings: { readonly [field: string]: unknown };
  /** The script's own options, those that were not given at their defaults. */
  readonly own: { readonly [Name in keyof Own]: OwnValue<Own[Name]> };
  readonly operands: readonly string[];
}

/** Where the help goes. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const plain = (name: string): string => name.replaceAll('-', '').toLowerCase();

/** `; did you mean vime?`, or nothing if no choice is near to the text. */
export function suggestion(text: string, choices: readonly string[]): string {
  const maxDistance = Math.min(3, Math.floor(plain(text).length / 2));
  const near = closestMatch(plain(text), choices.map(plain), { maxDistance });
  const meant = choices.find((choice) => plain(choice) === near);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

const PLACEHOLDERS = { whole: 'n', number: 'x', flag: 'true|false', choice: 'name' } as const;

function flagsOf(name: string, option: OwnOption, isList: boolean): string {
  if (option.kind === 'switch') return `--${name}`;
  const placeholder = 'value' in option ? option.value : PLACEHOLDERS[option.kind];
  return `--${name} <${placeholder}${isList ? ',...' : ''}>`;
}

function descriptionOf(option: OwnOption): string {
  if (option.kind === 'switch' || option.kind === 'texts') return option.help;
  if (option.kind === 'text') {
    return option.default === undefined
      ? option.help
      : `${option.help} By default ${option.default}.`;
  }
  const ownFile = 'orFile' in option ? ' A path such as ./mine.ts names one of your own.' : '';
  return `${option.help}${ownFile} Accepts ${accepted(option)}; by default ${option.default}.`;
}

/** Whether a number is so large that it may not be the one that was typed. */
const isRounded = (value: unknown): boolean =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;

/**
 * @param names of all options: one of them is not taken as a value, because the value before it was forgotten
 * @throws ConfigError if the text is no value of the option
 */
function valueOf(
  name: string,
  option: Field | TextOption | TextsOption,
  text: string,
  names: readonly string[],
): unknown {
  if (text === '') throw new ConfigError(`--${name} needs a value`);
  if (text.startsWith('--') && names.includes(text.slice(2).split('=')[0])) {
    throw new ConfigError(`--${name} needs a value, got the option ${text}`);
  }
  if ('value' in option) return text;
  const value = fromText(option, text);
  if (isValid(option, value)) return value;
  const choices =
    option.kind === 'choice' ? option.choices : option.kind === 'flag' ? ['true', 'false'] : [];
  throw new ConfigError(
    `--${name}: ${expectation(option, isRounded(value) ? text : value)}${suggestion(text, choices)}`,
  );
}

/** The values of a list that is separated by commas. @throws ConfigError also if one of them is there twice */
function listOf(name: string, option: Field, text: string, names: readonly string[]): unknown[] {
  const parts = text.split(',');
  if (parts.length > 1 && parts.includes('')) {
    throw new ConfigError(
      `--${name}: expected values separated by single commas, got ${shown(text)}`,
    );
  }
  const values = parts.map((part) => valueOf(name, option, part, names));
  const twice = values.find((value, n) => values.indexOf(value) < n);
  if (twice !== undefined) throw new ConfigError(`--${name}: ${shown(twice)} is named twice`);
  return values;
}

function createCommand(script: Script, output: Output): Command {
  const columns = output.isTTY && output.columns ? output.columns : WIDTH;
  const command = new commander.Command(asTypedHere(script.command))
    .description(script.does)
    .helpOption('-h, --help', 'Print this help.')
    .allowExcessArguments()
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: () => undefined, // what is wrong is in the error
      getOutHelpWidth: () => Math.max(NARROWEST, Math.min(WIDEST, columns)),
    });
  command.createHelp = () => new FittedHelp(script);
  if (script.operands) command.argument(`[${script.operands.value}]`, script.operands.help);
  return command;
}

/** Options whose name has changed, and is too far from the old one to be suggested by its letters. */
const RENAMED: Readonly<Record<string, string>> = { '--world': '--env' };

/** Commander's errors about options, in the form of the other messages. */
function asConfigError(message: string, names: readonly string[]): ConfigError {
  const lacking = /option '(--[^ ]+).*' argument missing/.exec(message)?.[1];
  if (lacking !== undefined) return new ConfigError(`${lacking} needs a value`);
  const unknown = /unknown option '(.*?)(?:=.*)?'$/s.exec(message)?.[1] ?? message;
  const options = names.map((name) => `--${name}`);
  if (options.includes(unknown)) return new ConfigError(`${unknown} takes no value`);
  const renamed = Object.hasOwn(RENAMED, unknown) ? RENAMED[unknown] : null;
  const hint =
    renamed !== null && options.includes(renamed)
      ? `; did you mean ${renamed}?`
      : suggestion(unknown, options) || '; --help lists them';
  return new ConfigError(`unknown option ${unknown.slice(0, 60)}${hint}`);
}

/**
 * Reads the script's own options and, if it takes them, any setting of a run by its name.
 *
 * @returns null if the help was asked for; it has been printed
 * @throws ConfigError if an option is unknown, given twice, lacks its value or has one that does not fit
 */
export function parseCommandLine<const Own extends OwnOptions>(
  argv: readonly string[],
  script: Script<Own>,
  output: Output = process.stdout,
): CommandLine<Own> | null {
  const { settingsBut, listsBut, parts = [] } = script;
  const options: OwnOptions = script.options ?? {};
  const groups: Record<string, OwnOptions> = { Options: options };
  if (settingsBut) {
    for (const [group, fields] of Object.entries(FIELD_GROUPS)) {
      const taken = Object.entries(fields).filter(([name]) => !settingsBut.includes(name));
      groups[group] = Object.fromEntries(taken);
    }
    for (const { name, options } of parts) groups[`Options of ${name}`] = options;
  }
  const command = createCommand(script, output);
  const given = new Map<string, unknown>();
  const names = [...Object.values(groups).flatMap((group) => Object.keys(group)), 'help'];
  for (const [group, members] of Object.entries(groups)) {
    for (const [name, option] of Object.entries(members)) {
      const isList = members !== options && listsBut?.includes(name) === false;
      const flags = flagsOf(name, option, isList);
      command.addOption(new commander.Option(flags, descriptionOf(option)).helpGroup(`${group}:`));
      command.on(`option:${name}`, (text = '') => {
        const before = given.get(name);
        if (before !== undefined && option.kind !== 'texts') {
          throw new ConfigError(`--${name} is given twice`);
        }
        const value = isList
          ? listOf(name, option as Field, text as string, names)
          : option.kind === 'switch' || valueOf(name, option, text as string, names);
        given.set(
          name,
          option.kind === 'texts' ? [...((before ?? []) as unknown[]), value] : value,
        );
      });
    }
  }
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof commander.CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return null;
    throw asConfigError(error.message, names);
  }
  const operands = command.args;
  if (!script.operands && operands.length > 0) {
    throw new ConfigError(
      `expected an option${settingsBut ? ' such as --seed 1' : ''}, got ${shown(operands[0])}`,
    );
  }
  const own = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, given.get(name) ?? defaultOf(option)]),
  );
  const settings = Object.fromEntries([...given].filter(([name]) => !Object.hasOwn(options, name)));
  return { settings, own: own as CommandLine<Own>['own'], operands };
}

function defaultOf(option: OwnOption): unknown {
  if (option.kind === 'switch') return false;
  return option.kind === 'texts' ? [] : option.default;
}

/** Whether it is wrong input, files of one's own among it. */
const isInputError = (error: unknown): error is Error =>
  error instanceof ConfigError || isFileError(error);

/** Whether its message is all that there is to say: of wrong input, a full disk, a missing package or a number that is not finite. */
export const isKnownError = (error: unknown): error is Error =>
  isInputError(error) ||
  [DiskError, NonFiniteError, MissingPart].some((kind) => error instanceof kind);

/**
 * Reports an error in one line: wrong input with exit code 2, any other known one with exit code 1. One that is not known is a fault
 * of this project and keeps its stack trace.
 */
export function reportError(script: string, error: unknown): void {
  if (!isKnownError(error)) throw error;
  console.error(`${script}: ${inOneLine(error.message)}`);
  process.exitCode = isInputError(error) ? 2 : 1;
}
