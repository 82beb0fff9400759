/** The help of a script in columns that fit into the terminal. */
import { createRequire } from 'node:module';
import type { Command, Help } from 'commander';
import { asTypedHere } from './shell.ts';

// Not by `import`, which would go through tsx: see ndarrayOps.ts.
const commander = createRequire(import.meta.url)('commander') as typeof import('commander');

export const WIDTH = 80; // columns, where there is no terminal
export const WIDEST = 120;
export const NARROWEST = 30;
/** With fewer columns for the text beside them, options stand above it. */
const LEAST_BESIDE = 40;

/** What the help says beside the options. */
interface Texts {
  readonly examples?: readonly string[];
  readonly notes?: readonly string[];
}

/** The help in columns that fit into the terminal; commander itself leaves narrow ones and the usage as they are. */
export class FittedHelp extends commander.Help {
  override minWidthToWrap = 1;
  readonly #script: Texts;

  constructor(script: Texts) {
    super();
    this.#script = script;
  }

  /** @param more appended to each line that continues on the next */
  #wrapped(text: string, indent: string, more = ''): string {
    const width = (this.helpWidth ?? WIDTH) - indent.length - more.length;
    return `${indent}${this.boxWrap(text, width).replaceAll('\n', `${more}\n${indent}`)}`;
  }

  override commandUsage(command: Command): string {
    return this.boxWrap(super.commandUsage(command), (this.helpWidth ?? WIDTH) - 7).replaceAll(
      '\n',
      '\n       ', // under what follows "Usage: "
    );
  }

  override formatItem(term: string, termWidth: number, description: string, helper: Help): string {
    const isBeside = (this.helpWidth ?? WIDTH) - termWidth - 4 >= LEAST_BESIDE;
    if (isBeside) return super.formatItem(term, termWidth, description, helper);
    return `  ${term}\n${this.#wrapped(description, '      ')}`;
  }

  override formatHelp(command: Command, helper: Help): string {
    const { examples = [], notes = [] } = this.#script;
    const commands = examples.map((text) => this.#wrapped(asTypedHere(text), '  ', ' \\'));
    const parts = [
      ...(commands.length > 0 ? [`Examples:\n${commands.join('\n')}\n`] : []),
      ...notes.map((note) => `${this.#wrapped(asTypedHere(note), '')}\n`),
    ];
    return [super.formatHelp(command, helper), ...parts].join('\n');
  }
}
