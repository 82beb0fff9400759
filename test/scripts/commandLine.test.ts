import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCommandLine, reportError, suggestion } from '../../scripts/commandLine.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { choice, flag, whole } from '../../src/train/config/field.ts';
import { CAR_OPTIONS } from '../../src/env/car.ts';
import { FIELD_GROUPS, fields } from '../../src/train/config/settings.ts';
import { refusal } from '../support/throws.ts';

const SCRIPT = {
  command: 'npx tsx scripts/some.ts',
  does: 'Does something that takes a sentence to say.',
  examples: ['npx tsx scripts/some.ts --seed 1 --out runs/a-longer-name --quiet'],
  options: {
    out: { kind: 'text', value: 'DIR', help: 'A folder.' },
    into: { kind: 'text', value: 'DIR', default: 'there', help: 'Another.' },
    'checkpoint-every': whole(25, [0, 99], 'Episodes.'),
    maps: flag(true, 'Leave maps.'),
    kind: choice('one', ['one', 'other'], 'Which.'),
    tag: { kind: 'texts', value: 'TAG', help: 'Some.' },
    quiet: { kind: 'switch', help: 'Show no progress.' },
  },
  settingsBut: [],
  parts: [{ name: 'mountain-car', options: CAR_OPTIONS }],
  notes: [
    'A note that is longer than a line of eighty columns, to see that it is wrapped like all.',
  ],
} as const;
const DEFAULTS = {
  out: undefined,
  into: 'there',
  'checkpoint-every': 25,
  maps: true,
  kind: 'one',
  tag: [],
  quiet: false,
} as const;

const wordsOf = (line: string): string[] => (line === '' ? [] : line.split(' '));
const parse = (line: string) => parseCommandLine(wordsOf(line), SCRIPT);

for (const [line, settings, own] of [
  ['', {}, {}],
  ['--seed 7', { seed: 7 }, {}],
  ['--seed=7 --learningRate 5e-4', { seed: 7, learningRate: 5e-4 }, {}],
  ['--doubleDqn false --agent dqn', { doubleDqn: false, agent: 'dqn' }, {}],
  ['--eta=0.3', { eta: 0.3 }, {}],
  ['--eta 0.3', { eta: 0.3 }, {}],
  ['--eta +.3', { eta: 0.3 }, {}],
  ['--quiet --out here --seed 1', { seed: 1 }, { quiet: true, out: 'here' }],
  ['--out=a=b', {}, { out: 'a=b' }],
  ['--out -dash', {}, { out: '-dash' }],
  ['--into=here --maps false --kind other', {}, { into: 'here', maps: false, kind: 'other' }],
  ['--tag a --quiet --tag=b', {}, { tag: ['a', 'b'], quiet: true }],
  ['--checkpoint-every 0', {}, { 'checkpoint-every': 0 }],
] as const) {
  test(`reads ${JSON.stringify(line)}`, () => {
    assert.equal(parse(line), { settings, own: { ...DEFAULTS, ...own }, operands: [] });
  });
}

const MAX = Number.MAX_SAFE_INTEGER;
const MISTAKES = [
  ['--sede 1', 'unknown option --sede; did you mean --seed?'],
  ['--seeed 1', 'unknown option --seeed; did you mean --seed?'],
  ['--seeed=1', 'unknown option --seeed; did you mean --seed?'],
  ['--learning-rate 1', 'unknown option --learning-rate; did you mean --learningRate?'],
  ['--target-every 1', 'unknown option --target-every; did you mean --targetEvery?'],
  ['--checkpointEvery 1', 'unknown option --checkpointEvery; did you mean --checkpoint-every?'],
  ['--world noisy-tv', 'unknown option --world; did you mean --env?'],
  ['--world=noisy-tv', 'unknown option --world; did you mean --env?'],
  ['--Seed 1', 'unknown option --Seed; did you mean --seed?'],
  ['-seed 1', 'unknown option -seed; did you mean --seed?'],
  ['--hepl', 'unknown option --hepl; did you mean --help?'],
  ['--nothing-like-it 1', 'unknown option --nothing-like-it; --help lists them'],
  ['-s 1', 'unknown option -s; --help lists them'],
  ['--no-quiet', 'unknown option --no-quiet; did you mean --quiet?'],
  ['--__proto__ 1', 'unknown option --__proto__; --help lists them'],
  ['--constructor 1', 'unknown option --constructor; --help lists them'],
  ['7', 'expected an option such as --seed 1, got "7"'],
  ['-- --seed', 'expected an option such as --seed 1, got "--seed"'],
  ['--seed', '--seed needs a value'],
  ['--seed=', '--seed needs a value'],
  ['--out', '--out needs a value'],
  ['--tag a --tag', '--tag needs a value'],
  ['--out --quiet', '--out needs a value, got the option --quiet'],
  ['--out --seed=3', '--out needs a value, got the option --seed=3'],
  ['--quiet=1', '--quiet takes no value'],
  ['--seed 1 --seed 2', '--seed is given twice'],
  ['--seed=1 --seed 1', '--seed is given twice'],
  ['--out a --out b', '--out is given twice'],
  ['--quiet --quiet', '--quiet is given twice'],
  ['--seed one', `--seed: expected a whole number from 0 to ${MAX}, got "one"`],
  ['--seed -3', `--seed: expected a whole number from 0 to ${MAX}, got -3`],
  [
    '--seed 9007199254740993',
    `--seed: expected a whole number from 0 to ${MAX}, got "9007199254740993"`,
  ],
  ['--eta -0.5', '--eta: expected a number from 0 to 1000000000000, got -0.5'],
  ['--eta=-1e-3', '--eta: expected a number from 0 to 1000000000000, got -0.001'],
  ['--episodes -1', '--episodes: expected a whole number from 1 to 1000000, got -1'],
  ['--checkpoint-every 100', '--checkpoint-every: expected a whole number from 0 to 99, got 100'],
  ['--kind oter', '--kind: expected one or other, got "oter"; did you mean other?'],
  ['--doubleDqn yes', '--doubleDqn: expected true or false, got "yes"'],
  ['--maps True', '--maps: expected true or false, got "True"; did you mean true?'],
  ['--reward Sparse', '--reward: expected sparse or dense, got "Sparse"; did you mean sparse?'],
] as const;

test('settings of a script that takes several values are lists, its own options and others are not', () => {
  const several = { ...SCRIPT, listsBut: ['env'] };
  const line =
    '--eta 0.1,2 --seed 1 --doubleDqn=false,true --env weak-engine --out a,b --force 1e-3';
  const { settings, own } = parseCommandLine(wordsOf(line), several)!;
  assert.equal(settings, {
    eta: [0.1, 2],
    seed: [1],
    doubleDqn: [false, true],
    env: 'weak-engine',
    force: [0.001],
  });
  assert.is(own.out, 'a,b');
  for (const [wrong, message] of [
    ['--eta 0.1,0.2,1e-1', /^--eta: 0\.1 is named twice$/],
    ['--eta 0.1,x', /^--eta: expected a number from 0 to \d+, got "x"$/],
    ['--eta 0.1,', /^--eta: expected values separated by single commas, got "0\.1,"$/],
    ['--eta 0.1,,0.2', /^--eta: expected values separated by single commas, got "0\.1,,0\.2"$/],
    ['--eta ,', /^--eta: expected values separated by single commas, got ","$/],
    ['--env weak-engine,mountain-car', /^--env: expected .*, got "weak-engine,mountain-car"/],
  ] as const) {
    assert.throws(() => parseCommandLine(wordsOf(wrong), several), message);
  }
});

for (const [line, message] of MISTAKES) {
  test(`refuses ${JSON.stringify(line)}`, () => {
    assert.is(
      refusal(() => parse(line)),
      message,
    );
  });
}

test('an agent that is not known is named beside those that are, with the nearest', () => {
  const agents =
    /^--agent: expected vime, vime-gain, vime-paper, .* original, original-dqn or sb3-zoo, got /;
  assert.match(
    refusal(() => parse('--agent ppo')),
    agents,
  );
  assert.match(
    refusal(() => parse('--agent ppo')),
    /got "ppo"$/,
  );
  assert.match(
    refusal(() => parse('--agent vim')),
    /got "vim"; did you mean vime\?$/,
  );
  assert.match(
    refusal(() => parse('--agent vmie')),
    /got "vmie"; did you mean vime\?$/,
  );
});

for (const [text, choices, meant] of [
  ['vime', ['vime'], 'vime'],
  ['vim', ['rnd', 'vime-paper', 'vime'], 'vime'],
  ['x', ['y', 'rnd'], null],
  ['', ['y', 'rnd'], null],
  ['anything', [], null],
] as const) {
  test(`of ${choices.join(', ') || 'nothing'}, ${meant ?? 'none'} is near to "${text}"`, () => {
    assert.is(suggestion(text, choices), meant === null ? '' : `; did you mean ${meant}?`);
  });
}

test('every field can be set by its name, to its own default as the help prints it', () => {
  const argv = Object.entries(fields).map(([name, field]) => `--${name}=${field.default}`);
  const { settings } = parseCommandLine(argv, SCRIPT)!;
  assert.equal(createConfig(settings), createConfig());
});

test('settings are options of scripts that take them only, but for those left out', () => {
  const bare = { ...SCRIPT, settingsBut: undefined };
  assert.throws(() => parseCommandLine(['--eta', '1'], bare), /unknown option --eta/);
  const but = { ...SCRIPT, settingsBut: ['seed'] };
  assert.throws(() => parseCommandLine(['--seed', '1'], but), /unknown option --seed/);
  assert.equal(parseCommandLine(['--eta', '1'], but)!.settings, { eta: 1 });
});

test('operands are what is no option, for scripts that take them', () => {
  const script = { ...SCRIPT, operands: { value: 'DIR...', help: 'Folders.' } };
  const { operands, own } = parseCommandLine(['a', '--quiet', 'b', '--', '--c'], script)!;
  assert.equal([operands, own.quiet], [['a', 'b', '--c'], true]);
});

/** What is printed to a terminal of so many columns, or to a pipe. */
function helpIn(columns: number | null, argv: readonly string[] = ['--help']): string {
  let text = '';
  const write = (more: string): unknown => (text += more);
  const output = columns === null ? { write, columns: 30 } : { isTTY: true, columns, write };
  assert.is(parseCommandLine(argv, SCRIPT, output), null);
  return text;
}

const widthOf = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

for (const [columns, width] of [
  [null, 80],
  [0, 80],
  [40, 40],
  [80, 80],
  [100, 100],
  [300, 120],
] as const) {
  test(`the help is wrapped to ${width} columns in ${columns ?? 'a pipe'}`, () => {
    const text = helpIn(columns);
    assert.ok(widthOf(text) <= width, `${widthOf(text)} columns`);
    assert.ok(widthOf(text) > 0.8 * width, `only ${widthOf(text)} columns`);
  });
}

test('-h is --help, and both come before mistakes in names', () => {
  assert.is(helpIn(80, ['-h']), helpIn(80));
  assert.is(helpIn(80, ['--sede', '-h']), helpIn(80));
});

test('the help lists every option in groups, in the order given', () => {
  const names = [...helpIn(80).matchAll(/^ {2}(?:-h, )?--([\w-]+)/gm)].map(([, name]) => name);
  assert.equal(names, [
    ...Object.keys(SCRIPT.options),
    'help',
    ...Object.keys(fields),
    ...Object.keys(CAR_OPTIONS),
  ]);
  const headings = [...helpIn(80).matchAll(/^([A-Z][\w -]*):$/gm)].map(([, name]) => name);
  assert.equal(headings, [
    'Options',
    ...Object.keys(FIELD_GROUPS),
    'Options of mountain-car',
    'Examples',
  ]);
});

test('every option is described in whole sentences, with what it accepts and its default', () => {
  const words = helpIn(80).replaceAll(/\s+/g, ' ');
  for (const text of [
    '--out <DIR> A folder. ',
    '--into <DIR> Another. By default there. ',
    '--checkpoint-every <n> Episodes. Accepts a whole number from 0 to 99; by default 25. ',
    '--maps <true|false> Leave maps. Accepts true or false; by default true. ',
    '--quiet Show no progress. ',
    '--learningRate <x> Learning rate of Adam at the start. Accepts a number from 1e-9 to 1; by default 0.001. ',
  ]) {
    assert.ok(words.includes(text), text);
  }
  for (const [name, { help }] of Object.entries(fields)) {
    assert.match(help, /^[A-Z].*\.$/s, name);
    assert.ok(words.includes(help), name);
  }
});

test('an example stays a command that can be copied when it is wrapped', () => {
  const [, example] = helpIn(40).split('Examples:\n');
  const command = example
    .split('\n\n')[0]
    .replaceAll(/ \\\n +/g, ' ')
    .trim();
  assert.is(command, SCRIPT.examples[0]);
});

test('only mistakes of the person are reported; other errors pass through', () => {
  const bug = new TypeError('a bug');
  assert.throws(
    () => reportError('run', bug),
    (error: unknown) => error === bug,
  );
});

test.run();
