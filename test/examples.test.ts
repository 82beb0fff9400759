/** Runs every example, in this process, and looks at what it prints. */
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCuriosity } from '../src/curiosity/checkCuriosity.ts';
import { checkEnvironment } from '../src/env/checkEnvironment.ts';

const folder = new URL('../examples/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));

/** The lines that an example prints. */
async function printed(name: string): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  try {
    await import(new URL(`${name}.ts`, folder).href);
  } finally {
    console.log = log;
  }
  return lines;
}

/** The numbers in a line. */
const numbersIn = (line: string): number[] =>
  [...line.matchAll(/-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text));

const within = (value: number, low: number, high: number): void =>
  assert.ok(value >= low && value <= high, `${value}, expected ${low} to ${high}`);

/** What each must show. */
const SHOWS: Readonly<Record<string, (lines: readonly string[]) => void>> = {
  line: ([line]) => {
    const [slope, offset, error] = numbersIn(line);
    within(slope, 2.95, 3.05);
    within(offset, -1.05, -0.95);
    within(error, 0.002, 0.005); // 0.2² / 12 = 0.0033 is noise
  },
  errorBars: (lines) => {
    const [inside, far] = [lines[1], lines[4]].map((line) => numbersIn(line).at(-1)!);
    within(inside, 0, 0.1);
    within(far, 0.3, 3);
  },
  informationGain: (lines) => {
    assert.is(lines.length, 2);
    for (const line of lines) {
      const [seen, unseen] = numbersIn(line.split(': ')[1]);
      assert.ok(unseen > 2 * seen, line);
    }
  },
  environment: (lines) => assert.equal(lines, []),
  bonus: (lines) => assert.equal(lines, []),
  trainAndPlay: (lines) => {
    assert.is(lines.length, 26);
    within(numbersIn(lines.at(-1)!)[0], 18, 20);
  },
  exportPolicy: ([line]) => within(numbersIn(line)[1], 0.9, 1),
  statistics: (lines) => {
    const means = lines.slice(0, 2).map(numbersIn);
    for (const [mean, low, high] of means) within(mean, low, high);
    assert.ok(means[0][0] > means[1][0]);
    assert.equal(numbersIn(lines[2]), [0.9]); // 90 of 100 pairs, ties by half
    assert.is(numbersIn(lines[3])[0], 12);
  },
  doubleDqnTarget: (lines) => {
    assert.is(lines[0], 'states after three steps 3 and 4');
    const [first, second] = numbersIn(lines[1]);
    within(first, 0.36449, 0.36451); // 0.9³ · 0.5
    within(second, 0.80999, 0.81001); // 0.9² · 1
  },
  numerics: (lines) => {
    assert.match(lines[0], /^exp 2\.718281828459045, /);
    assert.is(lines.at(-1), 'continued alike true');
  },
};

test('every example is run', () => {
  assert.equal(
    files.sort(),
    Object.keys(SHOWS)
      .map((name) => `${name}.ts`)
      .sort(),
  );
});

for (const file of files) {
  const text = readFileSync(new URL(file, folder), 'utf8');

  test(`${file} has at most 40 lines, and imports what the package exports`, () => {
    assert.ok(text.trimEnd().split('\n').length <= 40);
    const imported = [...text.matchAll(/ from '([^']+)'/g)].map(([, name]) => name);
    assert.equal(
      imported.filter((name) => !/^vime(\/\w+)?$|^\.\/\w+\.ts$/.test(name)),
      [],
    );
  });

  test(`${file} shows what it says`, async () => {
    const name = file.replace('.ts', '');
    SHOWS[name](await printed(name));
  });
}

test('the environment of the examples breaks no rule', async () => {
  const { default: create } = await import('../examples/environment.ts');
  assert.equal(
    checkEnvironment(() => create({ size: 6 })),
    [],
  );
});

test('a bonus takes at most fifteen lines, without what it imports', () => {
  const text = readFileSync(new URL('bonus.ts', folder), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !/^(\/\*\*|import )/.test(line));
  assert.ok(lines.length <= 15, `${lines.length} lines`);
});

test('the bonus of the examples breaks no rule', async () => {
  const { default: create } = await import('../examples/bonus.ts');
  const sizes = { stateSize: 2, actionCount: 3, rows: 8, freezeAfter: 1000 };
  assert.equal(
    checkCuriosity(() => create(sizes), sizes),
    [],
  );
});

test.run();
