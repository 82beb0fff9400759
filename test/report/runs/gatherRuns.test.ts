import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RunData } from '../../../src/record/readBack.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import {
  gatherRuns,
  namedFolders,
  type Gathered,
  type NamedFolder,
} from '../../../src/report/runs/gatherRuns.ts';
import { groupsOf, memberOfRun } from '../../../src/report/runs/groups.ts';
import { readRun } from '../../../src/report/runs/readRuns.ts';
import { runOf } from '../../support/runData.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { assertRefused } from '../../support/throws.ts';

const at = temporaryFolder();
const place = (...names: string[]): string => join(at, ...names);

/** Trains a tiny run into a folder. */
async function train(name: string, seed: number): Promise<RunData> {
  await trainInto(new RunFolder(place(name), tinyConfig({ seed, episodes: 2, maxSteps: 120 })));
  return readRun(place(name));
}

function writeResults(name: string, runs: readonly RunData[]): string {
  writeFileSync(place(name), runs.map((run) => `${JSON.stringify(run)}\n`).join(''));
  return place(name);
}

/** What is found, and what is said of the rest. */
function gathered(
  paths: readonly string[],
  names: readonly NamedFolder[] = [],
): Gathered & { readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return { ...gatherRuns(paths, (line) => warnings.push(line), names), warnings };
}

const warningsOf = (...paths: string[]): readonly string[] => gathered(paths).warnings;

const one = await train('one', 1);
const two = await train('two', 2);
mkdirSync(place('deep', 'er'), { recursive: true });
cpSync(place('one'), place('deep', 'er', 'somewhere'), { recursive: true });
cpSync(place('two'), place('deep', 'two'), { recursive: true });

test('a folder of a run, of runs at any depth, and a file of results give the same runs', () => {
  const file = writeResults('both.jsonl', [two, one]);
  const runs = [one, two];
  const expected = { runs, records: runs, mapped: [], names: new Map(), warnings: [] };
  const folders = [place('one'), place('two')];
  assert.equal(gathered([...folders].reverse()), { ...expected, places: folders });
  const deep = [place('deep', 'er', 'somewhere'), place('deep', 'two')];
  assert.equal(gathered([place('deep')]), { ...expected, places: deep });
  assert.equal(gathered([file]), { ...expected, places: [`${file}:2`, `${file}:1`] });
  rmSync(file);
});

test('a folder and its line in a file of results are one run, whatever machine and time it took', () => {
  const elsewhere = { ...one, wallSeconds: 999, versions: { node: '99' } };
  const file = writeResults('again.jsonl', [elsewhere]);
  const { runs, warnings } = gathered([file, place('one'), place('two'), place('one', '.')]);
  assert.equal([runs, warnings], [[one, two], []]);
  rmSync(file);
});

/** A run in a file of one's own with this SHA-256. */
const ownRun = (path: string, sha256: string, seed: number, setting = 'env'): RunData => {
  const { config, ...run } = runOf({ seed, ...(setting === 'env' ? { env: path } : {}) });
  const own = { [setting]: path, [`${setting}Sha256`]: sha256.repeat(64) };
  const task = setting === 'env' ? { ...run.task, name: 'walk' } : run.task;
  const digest = (sha256 + String(seed)).padEnd(64, '0');
  return { ...run, task, digest, config: { ...config, ...own } };
};

test('an environment of one\'s own is the same however it was named, and another if its file is', () => {
  const near = ['./walk.ts', '../a/walk.ts', './walk.ts'].map((path, n) =>
    ownRun(path, 'a', Math.max(1, n)),
  );
  const same = writeResults('same.jsonl', near);
  const { runs, records, warnings } = gathered([same]);
  assert.equal(
    runs.map(({ seed, env, task }) => [seed, env, task.name]),
    [
      [1, './walk.ts', 'walk'],
      [2, './walk.ts', 'walk'],
    ],
  );
  assert.equal(warnings, [`left out: ${same}:2 is the same run as ${same}:1`]);
  assert.equal(records, [near[0], near[2]]); // as they were found

  const changed = writeResults('same.jsonl', [near[0], ownRun('./walk.ts', 'b', 1), near[2]]);
  const other = gathered([changed]);
  assert.equal(
    other.runs.map(({ seed, task }) => [seed, task.name]),
    [
      [1, 'walk, file aaaaaaaa'],
      [2, 'walk, file aaaaaaaa'],
      [1, 'walk, file bbbbbbbb'],
    ],
  );
  assert.equal(other.warnings, []);
  rmSync(changed);
});

test('so is a curiosity', () => {
  const own = (path: string, sha256: string, seed: number): RunData =>
    ownRun(path, sha256, seed, 'curiosity');
  const file = writeResults('own.jsonl', [own('./c.ts', 'a', 1), own('../d/c.ts', 'a', 2)]);
  const labels = ({ runs }: Gathered): string[] =>
    groupsOf(runs.map(memberOfRun)).map(({ label }) => label);
  assert.equal(labels(gathered([file])), ['vime', 'vime']);
  writeResults('own.jsonl', [own('./c.ts', 'a', 1), own('./c.ts', 'b', 2)]);
  assert.equal(labels(gathered([file])), [
    'vime, curiosity aaaaaaaa:./c.ts',
    'vime, curiosity bbbbbbbb:./c.ts',
  ]);
  rmSync(file);
});

test('with both in files, options of the curiosity tell runs apart, and those of the environment make its task', () => {
  const run = (keep: number, torque: number): RunData => {
    const { task, config, ...rest } = ownRun('./walk.ts', 'a', 1);
    const name = torque === 1 ? 'walk' : `walk, torque ${torque}`;
    const own = { curiosity: './c.ts', curiositySha256: 'c'.repeat(64), keep, torque };
    return { ...rest, task: { ...task, name, options: ['torque'] }, config: { ...config, ...own } };
  };
  const file = writeResults('both.jsonl', [run(0.5, 1), run(0.9, 1), run(0.5, 2)]);
  const { runs, warnings } = gathered([file]);
  assert.equal(warnings, []);
  assert.equal(
    groupsOf(runs.map(memberOfRun)).map(({ label }) => label),
    ['vime, keep 0.5', 'vime, keep 0.9', 'vime, keep 0.5'],
  );
  rmSync(file);
});

test('a copy of a run is named and counts once', () => {
  const { runs, warnings } = gathered([place('deep'), place('one')]);
  assert.equal(runs, [one, two]);
  assert.equal(warnings, [
    `left out: ${place('one')} is the same run as ${place('deep', 'er', 'somewhere')}`,
  ]);
});

test('a line that stands twice in a file is named and counts once', () => {
  const file = writeResults('twice.jsonl', [two, one, two]);
  const { runs, warnings } = gathered([file]);
  assert.equal(runs, [one, two]);
  assert.equal(warnings, [`left out: ${file}:3 is the same run as ${file}:1`]);
  rmSync(file);
});

test('runs are ordered by environment, reward, agent, settings and seed', () => {
  const sorted = [
    runOf({ reward: 'dense', agent: 'vime', seed: 10 }),
    runOf({ agent: 'dqn', seed: 3 }),
    runOf({ agent: 'vime', seed: 9 }),
    runOf({ agent: 'vime', seed: 10 }),
    runOf({ agent: 'vime', seed: 1, settings: { eta: 0.02 } }),
    runOf({ agent: 'vime', seed: 2, settings: { eta: 0.02 } }),
    runOf({ agent: 'vime', seed: 1, settings: { eta: 0.1 } }),
    runOf({ agent: 'dqn', env: 'weak-engine' }),
  ];
  const file = writeResults('order.jsonl', [...sorted].reverse());
  assert.equal(gathered([file]).runs, sorted);
  rmSync(file);
});

test('two lines of one run that differ are both left out, with both places', () => {
  const other = { ...one, digest: 'a'.repeat(64) };
  const [a, b] = [writeResults('a.jsonl', [two, other]), writeResults('b.jsonl', [one])];
  const { runs, warnings } = gathered([a, b]);
  assert.equal(runs, [two]);
  assert.equal(warnings, [
    `left out: two runs of mountain-car, maxSteps 120, sparse, vime seed 1 that differ, ${a}:2 and ${b}:1; remove one, or tell them apart with --label`,
  ]);
  const names = [{ name: 'old', path: a }];
  assert.equal(
    gathered([b], names).runs.map(({ name, seed }) => [name, seed]),
    [
      [undefined, 1],
      ['old', 1],
      ['old', 2],
    ],
  );
  rmSync(a);
  rmSync(b);
});

test('a line that contradicts the folder of its run is out of date', () => {
  const file = writeResults('stale.jsonl', [{ ...one, firstGoalEpisode: 1, firstGoalStep: 1 }]);
  const { runs, warnings } = gathered([file, place('one')]);
  assert.equal(runs, [one]);
  assert.equal(warnings, [`left out: ${file}:1 is not the run in ${place('one')}`]);
  rmSync(file);
});

test('runs of one seed with other settings are other runs; another final measurement makes no other run', () => {
  const runs = [
    runOf(),
    runOf({ settings: { eta: 0.3 } }),
    runOf({ settings: { finalEpisodes: 5 }, finalScore: -90, finalScoreSd: 3 }),
  ];
  const file = writeResults('settings.jsonl', runs);
  const { runs: found, warnings } = gathered([file]);
  assert.equal(found, runs.slice(0, 2));
  assert.equal(warnings, [`left out: ${file}:3 is the same run as ${file}:1`]);
  rmSync(file);
});

test('a run keeps its settings, in its folder and in its line', async () => {
  const folder = place('of settings');
  const config = tinyConfig({ seed: 8, episodes: 2, maxSteps: 120, eta: 0.3 });
  await trainInto(new RunFolder(folder, config));
  const run = readRun(folder);
  assert.equal(run.config, config);
  const file = writeResults('settings.jsonl', [run]);
  assert.equal(gathered([file]).runs, [run]);
  rmSync(file);
});

test('runs under way or stopped are left out and named', () => {
  const started = new RunFolder(place('started'), tinyConfig({ seed: 3 }));
  const stopped = writeResults('stopped.jsonl', [runOf({ finished: false })]);
  const { runs, warnings } = gathered([place('one'), started.path, stopped]);
  assert.equal(runs, [one]);
  assert.equal(warnings, [
    `not compared, not finished: ${started.path}`,
    `not compared, not finished: ${stopped}:1`,
  ]);
  rmSync(stopped);
});

test('runs with maps are to be drawn, finished or not, each once and by name', async () => {
  const config = tinyConfig({ seed: 4, episodes: 2 });
  await trainInto(new RunFolder(place('b mapped'), config), { maps: true });
  const started = new RunFolder(place('a mapped'), tinyConfig({ seed: 5, episodes: 2 }));
  await trainInto(started, { maps: true, isStopped: () => started.records.length === 1 });
  const paths = [place('b mapped'), place('a mapped')];
  const { runs, warnings, mapped } = gathered([...paths, place('b mapped'), place('one')]);
  assert.equal(mapped, [...paths].reverse());
  assert.equal(warnings, [`not compared, not finished: ${place('a mapped')}`]);
  assert.is(runs.length, 2);
  assert.equal(gathered([place('a mapped')]).runs, []); // something to draw, nothing to compare
});

test('runs are found in the folder of a run, and next to a config.json of something else', () => {
  cpSync(place('one'), place('outer'), { recursive: true });
  cpSync(place('two'), place('outer', 'inner'), { recursive: true });
  const { runs, places, warnings } = gathered([place('outer')]);
  assert.equal([runs, places, warnings], [[one, two], [place('outer'), place('outer', 'inner')], []]);
  mkdirSync(place('project'));
  writeFileSync(place('project', 'config.json'), '{}');
  cpSync(place('two'), place('project', 'runs', 'two'), { recursive: true });
  assert.equal(gathered([place('project')]).runs, [two]);
});

test('links are followed, once each; what none leads to is named', () => {
  mkdirSync(place('links'));
  for (const [name, to] of [
    ['one', '../one'],
    ['all', '../deep'],
    ['self', '.'],
    ['gone', 'nowhere'],
    ['loop', 'loop'],
  ]) {
    symlinkSync(to, place('links', name));
  }
  const { runs, warnings } = gathered([place('links')]);
  assert.equal(runs, [one, two]);
  assert.equal(warnings, [
    `left out: cannot read ${place('links', 'gone')}: there is no such file or folder (ENOENT)`,
    `left out: cannot read ${place('links', 'loop')}: its symbolic links form a loop (ELOOP)`,
    `left out: ${place('links', 'one')} is the same run as ${place('links', 'all', 'er', 'somewhere')}`,
  ]);
});

test('a device is named as what it is', () => {
  assert.equal(warningsOf('/dev/null'), [
    'left out: cannot read /dev/null: it is a device or a pipe, expected a file',
  ]);
});

test('an empty folder and an empty file of results hold no runs', () => {
  mkdirSync(place('empty'));
  writeFileSync(place('empty', 'results.jsonl'), '');
  const { runs, mapped, warnings } = gathered([place('empty'), place('empty', 'results.jsonl')]);
  assert.equal([runs, mapped, warnings], [[], [], []]);
});

test('what is not there is named', () => {
  const { runs, warnings } = gathered([place('nowhere'), place('one')]);
  assert.equal(runs, [one]);
  assert.is(warnings.length, 1);
  assert.match(warnings[0], /^left out: cannot read .*nowhere: .*\(ENOENT\)$/);
});

/** A copy of the first run, or another, with something done to it. */
function damaged(name: string, damage: (folder: string) => void, from = 'one'): string {
  cpSync(place(from), place(name), { recursive: true });
  damage(place(name));
  return place(name);
}

for (const [what, damage, message] of [
  [
    'a broken config.json',
    (folder) => writeFileSync(join(folder, 'config.json'), '{"seed": 1,'),
    /^left out: .*config\.json: expected JSON, got /,
  ],
  [
    'an unknown agent',
    (folder) => edit(join(folder, 'config.json'), '"agent": "vime"', '"agent": "sarsa"'),
    /^left out: .*config\.json: agent: expected .*, got "sarsa"$/,
  ],
  [
    'an unknown setting',
    (folder) => edit(join(folder, 'config.json'), '"gamma"', '"gama"'),
    /^left out: .*config\.json: the setting gamma is missing; another version wrote this run$/,
  ],
  [
    'a torn last line',
    (folder) => edit(join(folder, 'episodes.jsonl'), /.{20}\n$/, ''),
    /^left out: .*episodes\.jsonl: the last line is not whole$/,
  ],
  [
    'a line of another form',
    (folder) => writeFileSync(join(folder, 'episodes.jsonl'), '{"episode":1}\n'),
    /^left out: .*episodes\.jsonl:1: envSteps: expected/,
  ],
  [
    'no episodes.jsonl',
    (folder) => rmSync(join(folder, 'episodes.jsonl')),
    /^left out: cannot read .*episodes\.jsonl: .*\(ENOENT\)$/,
  ],
  [
    'damaged weights',
    (folder) => edit(join(folder, 'weights.safetensors'), /.$/s, '\u0001'),
    /^left out: .*: the digest of weights\.safetensors and episodes\.jsonl is not that of summary\.json$/,
  ],
  [
    'no weights',
    (folder) => rmSync(join(folder, 'weights.safetensors')),
    /^left out: cannot read .*weights\.safetensors: .*\(ENOENT\)$/,
  ],
  [
    'a wrong type in its summary',
    (folder) => edit(join(folder, 'summary.json'), /"envSteps": \d+/, '"envSteps": "many"'),
    /^left out: .*summary\.json: envSteps: expected a whole number, got "many"$/,
  ],
  [
    'a folder in the place of its summary',
    (folder) => {
      rmSync(join(folder, 'summary.json'));
      mkdirSync(join(folder, 'summary.json'));
    },
    /^left out: cannot read .*summary\.json: .*\(EISDIR\)$/,
  ],
  ['no summary', (folder) => rmSync(join(folder, 'summary.json')), /^not compared, not finished: /],
] as readonly (readonly [string, (folder: string) => void, RegExp])[]) {
  test(`a run with ${what} is named and left out, the others stay`, () => {
    const folder = damaged('damaged', damage);
    const { runs, warnings } = gathered([folder, place('two')]);
    rmSync(folder, { recursive: true });
    assert.equal(runs, [two]);
    assert.is(warnings.length, 1, warnings.join('\n'));
    assert.match(warnings[0], message);
  });
}

function edit(path: string, what: string | RegExp, by: string): void {
  const before = readFileSync(path, 'latin1');
  const after = before.replace(what, by);
  assert.is.not(after, before);
  writeFileSync(path, after, 'latin1');
}

test('the line of a run whose folder is damaged is used, and that is said', () => {
  const folder = damaged('damaged', (copy) => rmSync(join(copy, 'weights.safetensors')));
  const file = writeResults('lines.jsonl', [one]);
  const { runs, warnings } = gathered([folder, file]);
  assert.equal(runs, [one]);
  assert.is(warnings.length, 2);
  assert.is(warnings[1], `${file}:1 is used in the place of ${folder}`);
  rmSync(folder, { recursive: true });
  rmSync(file);
});

test('a run whose maps are damaged is compared, but not drawn', () => {
  const folder = damaged(
    'torn maps',
    (copy) => appendFileSync(join(copy, 'maps.jsonl'), '{"episode":5}\n'),
    'b mapped',
  );
  const { runs, mapped, warnings } = gathered([folder]);
  assert.is(runs.length, 1);
  assert.equal(mapped, []);
  assert.is(warnings.length, 1);
  assert.match(warnings[0], /^not drawn: .*maps\.jsonl:3: envSteps is missing/);
  rmSync(folder, { recursive: true });
});

test('lines of a file of results that cannot be read are named, the others stay', () => {
  const short = { ...one, evalScores: one.evalScores.slice(1) };
  const file = writeResults('short.jsonl', [two, short, { ...one, lastFifthMean: -1 }]);
  appendFileSync(file, '{"seed":1}\n');
  assert.equal(gathered([file]).runs, [two]);
  const warnings = warningsOf(file);
  assert.is(warnings.length, 3);
  assert.is(
    warnings[0],
    `left out: ${file}:2: expected 2 evalScores, one for each episode, got 1`,
  );
  assert.is(warnings[1], `left out: ${file}:3: lastFifthMean does not follow from evalScores`);
  assert.match(warnings[2], /^left out: .*short\.jsonl:4: agent: expected a text, got/);

  const row = (changes: object): string => `${JSON.stringify({ ...two, ...changes })}\n`;
  writeFileSync(
    file,
    [
      { agent: 'sarsa' },
      { config: { ...two.config, etta: 1 } },
      { config: { ...two.config, eta: 'much' } },
      { config: [] },
      { env: 'moon' },
    ]
      .map(row)
      .join(''),
  );
  const [agent, setting, value, more] = warningsOf(file);
  assert.match(agent, /short\.jsonl:1: agent: expected "vime" as in config, got "sarsa"$/);
  assert.match(setting, /short\.jsonl:2: no setting is called "etta"$/);
  assert.match(value, /short\.jsonl:3: eta: expected a number .*, got "much"$/);
  assert.is(more, `left out: ${file}: 2 more lines`);
  rmSync(file);
});

test('the runs in a folder are called as they are told, the innermost folder first', () => {
  const names = [
    { name: 'all', path: place('deep') },
    { name: 'inner', path: place('deep', 'er') },
  ];
  assert.equal(
    gathered([place('one')], names).runs.map(({ name, seed }) => [name, seed]),
    [
      [undefined, 1],
      ['all', 2],
      ['inner', 1],
    ],
  );
});

test('names are given as NAME=DIR, and each folder has one', () => {
  assert.equal(namedFolders(['low eta=runs/a=b']), [{ name: 'low eta', path: 'runs/a=b' }]);
  for (const [texts, message] of [
    [['runs/a'], '--label: expected NAME=DIR, got "runs/a"'],
    [['=runs/a'], '--label: expected NAME=DIR, got "=runs/a"'],
    [['a='], '--label: expected NAME=DIR, got "a="'],
    [['a=x', 'b=./x'], '--label: x has two names, a and b'],
  ] as const) {
    assertRefused(() => namedFolders(texts), message);
  }
});

test('more runs than a report can be made of are refused before they are read, not left out', () => {
  const file = place('many.jsonl');
  writeFileSync(file, 'not read\n'.repeat(20_001));
  assertRefused(() => gathered([place('one'), file]), /^expected at most 20000 runs, found 1 and 20001 more in /);
});

for (const name of ['a\nb', 'a\u001bb', 'x'.repeat(81)]) {
  test(`${JSON.stringify(name).slice(0, 12)} is no name for a group`, () => {
    assert.throws(
      () => namedFolders([`${name}=runs`]),
      /^--label: expected a name of one line and at most 80 characters, got "/,
    );
  });
}

test.run();
