import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { corridorSource, inStep } from '../support/corridor.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tiny } from '../support/tinyOptions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TSX = import.meta.resolve('tsx');

const at = temporaryFolder();
const file = join(at, 'corridor.ts');
writeFileSync(file, corridorSource());
const without = (...names: readonly string[]): string[] =>
  tiny.filter((_, n) => !names.includes(tiny[n - (n % 2)]));
const settings = without('--maxSteps');

type Ended = Record<'code' | 'out' | 'error', unknown>;

const script = (name: string, ...args: readonly string[]): Ended => scriptIn(root, name, ...args);

/** The same in another working folder. */
function scriptIn(cwd: string, name: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', TSX, join(root, `scripts/${name}.ts`), ...args],
    { encoding: 'utf8', cwd, timeout: 60_000 },
  );
  return { code: status, out: stdout, error: stderr };
}

test("run, report and resume take an environment of one's own", () => {
  const out = join(at, 'run');
  const { code, error } = script('run', '--env', file, '--length', '4', ...settings, '--out', out);
  assert.equal([code, error], [0, '']);
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  assert.match(page, /<title>vime in corridor, seed 1/);
  assert.match(page, '>score (return)<');
  assert.not.ok(existsSync(join(out, 'maps.jsonl')), 'there is no phase space');
  assert.equal(script('run', '--resume', out).code, 0);
  assert.match(script('run', '--resume', out, '--env', file).out as string, 'holds a finished run');
});

test('compare takes it, its threads too, and report reads it without the file', () => {
  const out = join(at, 'compared');
  const compared = script(
    'compare',
    ...['--env', file, '--length', '4', '--agents', 'vime,dqn', '--seeds', '1-2'],
    ...settings,
    ...['--out', out, '--jobs', '2'],
  );
  assert.equal([compared.code, compared.error], [0, '']);
  assert.match(compared.out as string, '\n\ncorridor, length 4\n\n');
  const report = join(at, 'report');
  const reported = script('report', out, '--out', report);
  assert.equal([reported.code, reported.error], [0, '']);
  assert.match(readFileSync(join(report, 'report.md'), 'utf8'), 'Score: return. Optimum not known');
});

test('compare goes on from another working folder, where the path of the file is another', () => {
  const out = join(at, 'continued');
  const common = ['--agents', 'vime', ...settings, '--out', out, '--jobs', '1'];
  const first = script('compare', '--env', file, '--seeds', '1', ...common);
  assert.equal([first.code, first.error], [0, '']);
  const second = scriptIn(at, 'compare', '--env', './corridor.ts', '--seeds', '1-2', ...common);
  assert.equal([second.code, second.error], [0, '']);
  assert.match(second.out as string, '2 runs, 1 finished before');
  assert.match(second.out as string, /^ *vime +2 /m);
});

test('the help lists the options of the file; a file that is wrong is one line and exit code 2', () => {
  assert.match(script('run', '--env', file, '--help').out as string, '--length <n>');
  const wrong = join(at, 'wrong.ts');
  writeFileSync(wrong, 'export default (');
  const refused = script('run', '--env', wrong);
  assert.is(refused.code, 2);
  assert.match(refused.error as string, /^run: .*wrong\.ts: cannot be loaded: [^\n]*\n$/);
});

test('an environment that breaks down is one line and exit code 2, then what is kept and how it goes on', () => {
  const broken = join(at, 'broken.ts');
  writeFileSync(broken, corridorSource(...inStep(400, "throw new Error('out of order');")));
  const run = (out: string, every: number): string => {
    const args = ['--env', broken, '--episodes', '200', '--out', out, '--quiet'];
    const { code, error } = script(
      'run',
      ...args,
      ...['--checkpoint-every', String(every)],
      ...without('--maxSteps', '--episodes'),
    );
    assert.is(code, 2, error as string);
    return error as string;
  };
  const out = join(at, 'broken');
  const error = run(out, 2);
  const [message, stopped, folder, command, ...more] = error.trimEnd().split('\n');
  assert.match(message, /^run: environment step \d+: .*broken\.ts: step \d+ .*out of order$/);
  const episodes = readFileSync(join(out, 'episodes.jsonl'), 'utf8').trimEnd().split('\n').length;
  assert.is(stopped, `stopped after ${episodes} episodes; what was trained is kept`);
  assert.is(folder, `folder                ${out}`);
  assert.ok(existsSync(join(out, 'weights.safetensors')));
  assert.is(
    command,
    `to continue           npx tsx scripts/run.ts --resume ${out} --env ${broken}`,
  );
  const last = episodes - (episodes % 2);
  const from = last < episodes ? [`from the checkpoint of episode ${last}`] : [];
  assert.equal(
    more.map((line) => line.trim()),
    [...from, 'with the same file; a changed one makes a new run'],
  );
  // Of what it counts a new process starts anew: it gets further, and stops again.
  const again = script('run', ...command.split(' ').slice(-4), '--quiet');
  assert.is(again.code, 2);
  assert.ok(Number(/stopped after (\d+)/.exec(again.error as string)![1]) > episodes);

  assert.match(
    run(join(at, 'unsaved'), 0),
    /^to continue {11}there is no checkpoint to continue from; --checkpoint-every \d would have left one$/m,
  );
});

test('a timer that a file leaves does not keep the process alive: it ends with the code of the run, and its output is whole', () => {
  const alive = join(at, 'alive.ts');
  const doing = 'setInterval(() => undefined, 1000);'; // never cleared
  writeFileSync(alive, `${doing}\n${corridorSource(...inStep(1, doing))}`);
  const out = join(at, 'alive');
  const run = script('run', '--env', alive, ...settings, '--json', '--out', out);
  assert.equal([run.code, run.error], [0, '']);
  assert.equal(JSON.parse(run.out as string), JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))); // prettier-ignore
  const played = script('play', out, '--env', alive, '--episodes', '2', '--json');
  assert.equal([played.code, played.error], [0, '']);
  JSON.parse(played.out as string);
  const compared = script(
    'compare',
    ...['--env', alive, '--agents', 'dqn', '--seeds', '1', '--out', join(at, 'alives')],
    ...settings,
  );
  assert.equal([compared.code, compared.error], [0, '']);
  const help = script('run', '--env', alive, '--help');
  assert.is(help.code, 0);
  assert.match(help.out as string, /\n$/);
  const refused = script('run', '--env', alive, '--length', '1');
  assert.is(refused.code, 2);
  assert.match(refused.error as string, /^run: --length: [^\n]*\n$/);
});

test('in the threads of a comparison it fails the run, by name', () => {
  const stray = join(at, 'stray.ts');
  const doing = "void Promise.reject(new Error('left'));";
  writeFileSync(stray, corridorSource(...inStep(300, doing)));
  const { code, out, error } = script(
    'compare',
    ...['--env', stray, '--agents', 'dqn', '--seeds', '1-2', '--jobs', '1', '--episodes', '60'],
    ...without('--maxSteps', '--episodes'),
    ...['--out', join(at, 'strays')],
  );
  assert.is(code, 1);
  for (const seed of [1, 2]) {
    assert.match(
      error as string,
      new RegExp(
        `^compare: dqn seed ${seed} failed: .*stray\\.ts, line \\d+: a rejected promise that nothing catches: Error: left$`,
        'm',
      ),
    );
  }
  assert.match(out as string, /^to continue {11}npx tsx scripts\/compare\.ts --env \S*stray\.ts /m);
});

test.run();
