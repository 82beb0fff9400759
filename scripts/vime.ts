#!/usr/bin/env node
/**
 * The command of the package: `vime run`, `vime compare`, `vime report` and `vime play` are the scripts of these names.
 *
 *   npx vime run --seed 1
 */
import './ndarrayOps.ts';
import { VERSION } from '../src/record/runSummary.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError } from '../src/train/config/field.ts';
import { suggestion } from './commandLine.ts';
import { DOES } from './commands.ts';
import { runScript } from './output.ts';

const COMMANDS: Readonly<Record<keyof typeof DOES, () => Promise<unknown>>> = {
  run: () => import('./run.ts'),
  compare: () => import('./compare.ts'),
  report: () => import('./report.ts'),
  play: () => import('./play.ts'),
};
const NAMES = Object.keys(COMMANDS);

const isCommand = (name: string): name is keyof typeof DOES => Object.hasOwn(COMMANDS, name);

const HELP = `Usage: npx vime COMMAND [options]

Commands:
${Object.entries(DOES)
  .map(([name, does]) => `  ${name.padEnd(8)} ${does}`)
  .join('\n')}

npx vime COMMAND --help lists the options of a command; npx vime --version prints the version.`;

async function main(): Promise<void> {
  const name = process.argv.at(2) ?? '';
  if (name === '--help' || name === '-h') {
    console.log(HELP);
  } else if (name === '--version') {
    console.log(VERSION);
  } else if (isCommand(name)) {
    process.argv.splice(2, 1); // the script reads the rest
    await COMMANDS[name]();
  } else {
    const came = name === '' ? 'none' : `${shown(name)}${suggestion(name, NAMES)}`;
    throw new ConfigError(`expected a command: ${NAMES.join(', ')}; got ${came}`);
  }
}

await runScript('vime', main);
