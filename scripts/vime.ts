#!/usr/bin/env node
/**
 * The command of the package: `vime run`, `vime compare`, `vime report` and `vime play` are the scripts of these names.
 *
 *   npx vime run --seed 1
 */
import './ndarrayOps.ts';
import { VERSION } from '../src/record/runSummary.ts';
import { ConfigError, shown } from '../src/train/config/field.ts';
import { suggestion } from './commandLine.ts';
import { runScript } from './output.ts';

const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  run: () => import('./run.ts'),
  compare: () => import('./compare.ts'),
  report: () => import('./report.ts'),
  play: () => import('./play.ts'),
};
const NAMES = Object.keys(COMMANDS);

const HELP = `Usage: npx vime COMMAND [options]

Commands:
  run      Trains one agent and leaves a folder with the run.
  compare  Runs agents on many seeds, several at a time, and prints a table.
  report   Compares the runs in folders: a page with charts, tables and data.
  play     Plays greedy episodes with the weights that a run left.

npx vime COMMAND --help lists the options of a command; npx vime --version prints the version.`;

async function main(): Promise<void> {
  const name = process.argv.at(2) ?? '';
  if (name === '--help' || name === '-h') {
    console.log(HELP);
  } else if (name === '--version') {
    console.log(VERSION);
  } else if (Object.hasOwn(COMMANDS, name)) {
    process.argv.splice(2, 1); // the script reads the rest
    await COMMANDS[name]();
  } else {
    const came = name === '' ? 'none' : `${shown(name)}${suggestion(name, NAMES)}`;
    throw new ConfigError(`expected a command: ${NAMES.join(', ')}; got ${came}`);
  }
}

await runScript('vime', main);
