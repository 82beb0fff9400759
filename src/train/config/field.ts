/** What a setting may be: a number in a range, some of them also none, yes or no, or one of a few words. */
import { shown } from '../../env/messages.ts';

export interface NumberField {
  readonly kind: 'number' | 'whole';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

/** A limit, or none. */
export interface LimitField extends Omit<NumberField, 'default'> {
  readonly default: number | 'none';
  readonly orNone: true;
}

export interface FlagField {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly help: string;
}

export interface ChoiceField<C extends string> {
  readonly kind: 'choice';
  readonly default: C;
  readonly choices: readonly C[];
  readonly help: string;
}

/** A choice, or a file of one's own. */
export interface ChoiceOrFileField extends ChoiceField<string> {
  readonly orFile: true;
}

export type Field = NumberField | LimitField | FlagField | ChoiceField<string> | ChoiceOrFileField;

export type FieldValue<F> = F extends ChoiceOrFileField
  ? string
  : F extends { readonly choices: readonly (infer C)[] }
    ? C
    : F extends FlagField
      ? boolean
      : F extends LimitField
        ? number | 'none'
        : number;

export function number(
  value: number,
  [min, max]: readonly [number, number],
  help: string,
): NumberField {
  return { kind: 'number', default: value, min, max, help };
}

/** A largest value, which may be `none`. */
export function limit(
  value: number | 'none',
  [min, max]: readonly [number, number],
  help: string,
): LimitField {
  return { kind: 'number', default: value, min, max, help, orNone: true };
}

/** The limit as a number to compare with: none is Infinity, which JSON cannot hold. */
export const limitOf = (value: number | 'none'): number => (value === 'none' ? Infinity : value);

export function whole(
  value: number,
  [min, max]: readonly [number, number],
  help: string,
): NumberField {
  return { kind: 'whole', default: value, min, max, help };
}

export function flag(value: boolean, help: string): FlagField {
  return { kind: 'flag', default: value, help };
}

export function choice<const C extends string>(
  value: NoInfer<C>,
  choices: readonly C[],
  help: string,
): ChoiceField<C> {
  return { kind: 'choice', default: value, choices, help };
}

/** A choice, or the path of a file of TypeScript or JavaScript. */
export function choiceOrFile(
  value: string,
  choices: readonly string[],
  help: string,
): ChoiceOrFileField {
  return { kind: 'choice', default: value, choices, orFile: true, help };
}

/** Whether a name is that of a file of TypeScript or JavaScript. */
export const isFile = (name: string): boolean => /\.[cm]?[jt]s$/.test(name);

/** The bound of what must be above 0: squares of numbers much nearer to 0 vanish, and squares of their inverses overflow. */
export const TINY = 1e-9;

/** A setting that cannot be used. Its message is one line, for the person who gave the setting. */
export class ConfigError extends Error {}

/** What the field accepts, in words. */
export function accepted(field: Field): string {
  switch (field.kind) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return 'orFile' in field
        ? `${field.choices.join(', ')} or a file such as ./mine.ts`
        : `${field.choices.slice(0, -1).join(', ')} or ${field.choices.at(-1)}`;
    default: {
      const noun = field.kind === 'whole' ? 'a whole number' : 'a number';
      return `${noun} from ${field.min} to ${field.max}${'orNone' in field ? ', or none' : ''}`;
    }
  }
}

export function isValid(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return (
        typeof value === 'string' &&
        (field.choices.includes(value) || ('orFile' in field && isFile(value)))
      );
    default:
      if ('orNone' in field && value === 'none') return true;
      return (
        typeof value === 'number' &&
        value >= field.min &&
        value <= field.max &&
        (field.kind === 'number' || Number.isInteger(value))
      );
  }
}

/** What a message says of a value that is not valid. */
export function expectation(field: Field, value: unknown): string {
  return `expected ${accepted(field)}, got ${shown(value)}`;
}

/** The value a piece of text stands for, as yet unchecked; the text itself where it stands for none. */
export function fromText(field: Field, text: string): unknown {
  if (field.kind === 'choice') return text;
  if (field.kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
