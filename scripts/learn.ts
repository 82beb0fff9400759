/**
 * Exercises made from this project's own source: follow the numbers, find the changed line, write the body.
 *
 *   npm run learn
 */
import { parseCommandLine, suggestion, type Script } from './commandLine.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, whole } from '../src/train/config/field.ts';
import type { Exercise } from './learn/exercise.ts';
import { EXERCISES, exerciseNamed } from './learn/exercises.ts';
import { Desk } from './learn/desk.ts';
import { KEYS, Session } from './learn/session.ts';
import { runScript } from './output.ts';

const SCRIPT = {
  command: 'npm run learn --',
  does: 'Exercises made from the source: one at a time, checked when you save. Without a terminal it shows the present one and checks it.',
  examples: ['npm run learn', 'npm run learn -- --list', 'npm run learn -- --check kl'],
  options: {
    list: { kind: 'switch', help: 'List the exercises and the score.' },
    start: { kind: 'text', value: 'NAME', help: 'Begin with this exercise.' },
    show: { kind: 'text', value: 'NAME', help: 'Print a task, and the curves of a fault.' },
    check: {
      kind: 'text',
      value: 'NAME',
      help: 'Check it once. The exit code is 0 if it is right, else 1.',
    },
    hint: { kind: 'text', value: 'NAME', help: 'Print one more hint.' },
    reset: {
      kind: 'text',
      value: 'NAME',
      help: 'Hand it out anew; your files are kept beside it.',
    },
    seed: whole(
      1,
      [0, 999_999_999],
      'Seed of the numbers in exercises that are handed out from now on.',
    ),
  },
  notes: [
    `Your files are in runs/learn/, a folder for each exercise; the project itself is not changed. At the terminal: ${KEYS}.`,
  ],
} as const satisfies Script;

/** @throws ConfigError if there is no such exercise */
function named(name: string): Exercise {
  const exercise = exerciseNamed(name);
  if (exercise) return exercise;
  const names = EXERCISES.map((one) => one.name);
  throw new ConfigError(
    `expected an exercise, got ${shown(name)}${suggestion(name, names) || '; --list has them'}`,
  );
}

const say = (lines: readonly string[]): void => lines.forEach((line) => console.log(line));

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { list, start, show, check, hint, reset, seed } = given.own;
  const actions = Object.entries({ list, show, check, hint, reset, start }).filter(
    ([, value]) => value,
  );
  if (actions.length > 1) {
    throw new ConfigError(`expected one of --${actions[0][0]} and --${actions[1][0]}, got both`);
  }
  // The process that runs the learner's code ends with this one, by its exit.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const { stdin, stdout } = process;
  const isTerminal = stdin.isTTY && stdout.isTTY;
  const screen = {
    columns: stdout.isTTY ? stdout.columns || 80 : 80,
    inColour: stdout.isTTY && stdout.hasColors(256),
  };
  const desk = new Desk(screen, seed);
  const asked = async (): Promise<string[] | null> => {
    if (list) return desk.list();
    if (show !== undefined) {
      return [...(await desk.show(named(show))), ...(await desk.curves(named(show)))];
    }
    if (hint !== undefined) return desk.hint(named(hint));
    return reset === undefined ? null : desk.reset(named(reset));
  };
  const answer = await asked();
  if (answer) {
    say(answer);
    return;
  }
  if (start !== undefined) desk.goTo(named(start));
  if (isTerminal && check === undefined) {
    await new Session(desk, stdout).run(stdin, stdout);
    return;
  }
  const exercise = check === undefined ? desk.current : named(check);
  if (check === undefined) say([...(await desk.show(exercise)), '']);
  const { verdict, lines } = await desk.check(exercise);
  say(lines);
  if (check !== undefined && !verdict.passed) process.exitCode = 1;
}

await runScript('learn', main);
