import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optionsHelp, parseCommandLine, reportMistake } from '../../scripts/commandLine.ts';
import { createConfig } from '../../src/experiment/config.ts';
import { ConfigError } from '../../src/experiment/field.ts';
import { fields } from '../../src/experiment/settings.ts';

const OWN = { out: { value: 'DIR', help: 'a folder' }, quiet: { help: 'no progress' } };
const parse = (line: string): ReturnType<typeof parseCommandLine<keyof typeof OWN>> =>
  parseCommandLine(line === '' ? [] : line.split(' '), OWN);

for (const [line, settings, own] of [
  ['', {}, {}],
  ['--seed 7', { seed: 7 }, {}],
  ['--seed=7 --learningRate 5e-4', { seed: 7, learningRate: 5e-4 }, {}],
  ['--doubleDqn false --agent dqn', { doubleDqn: false, agent: 'dqn' }, {}],
  ['--quiet --out here --seed 1', { seed: 1 }, { quiet: '', out: 'here' }],
  ['--out=a=b', {}, { out: 'a=b' }],
] as const) {
  test(`reads ${JSON.stringify(line)}`, () => {
    assert.equal(parse(line), { settings, own });
  });
}

for (const [line, message] of [
  ['--sede 1', 'unknown option --sede; --help lists them'],
  ['--learning-rate 1', 'unknown option --learning-rate; did you mean --learningRate?'],
  ['--Seed 1', 'unknown option --Seed; did you mean --seed?'],
  ['-s 1', 'unknown option -s; --help lists them'],
  ['--no-quiet', 'unknown option --no-quiet; --help lists them'],
  ['--__proto__ 1', 'unknown option --__proto__; --help lists them'],
  ['--constructor 1', 'unknown option --constructor; --help lists them'],
  ['7', 'expected an option such as --seed 1, got "7"'],
  ['-- --seed', 'expected an option such as --seed 1, got "--seed"'],
  ['--seed', '--seed needs a value'],
  ['--seed=', '--seed needs a value'],
  ['--out', '--out needs a value'],
  ['--quiet=1', '--quiet takes no value, got "1"'],
  ['--seed 1 --seed 2', '--seed is given twice'],
  ['--quiet --quiet', '--quiet is given twice'],
  ['--seed one', `seed: expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got "one"`],
  ['--episodes -1', 'episodes: expected a whole number from 1 to 1000000, got -1'],
  [
    '--agent ppo',
    'agent: expected vime, vime-paper, dqn, dqn-sticky, predictive-kl, prediction-error, rnd, counts, original or original-dqn, got "ppo"',
  ],
  ['--doubleDqn yes', 'doubleDqn: expected true or false, got "yes"'],
] as const) {
  test(`refuses ${JSON.stringify(line)}`, () => {
    let thrown: unknown;
    try {
      parse(line);
    } catch (error) {
      thrown = error;
    }
    assert.instance(thrown, ConfigError);
    assert.is((thrown as ConfigError).message, message);
  });
}

test('every field can be set by its name, to its own default as --help prints it', () => {
  const argv = Object.entries(fields).map(([name, field]) => `--${name}=${field.default}`);
  const { settings } = parseCommandLine(argv, OWN);
  assert.equal(createConfig(settings), createConfig());
});

test('the help has a line for every option, in the order given', () => {
  const names = [...optionsHelp(OWN).matchAll(/^ {2}--(\w+)/gm)].map(([, name]) => name);
  assert.equal(names, [...Object.keys(OWN), ...Object.keys(fields)]);
  assert.match(optionsHelp(OWN), /^ {2}--out DIR +a folder$/m);
});

test('the help leaves out what a script does not take', () => {
  assert.match(optionsHelp(OWN), /^ {2}--seed /m);
  assert.not.match(optionsHelp(OWN, ['seed']), /^ {2}--seed /m);
});

test('only mistakes of the person are reported; other errors pass through', () => {
  const bug = new TypeError('a bug');
  assert.throws(
    () => reportMistake('run', bug),
    (error: unknown) => error === bug,
  );
});

test.run();
