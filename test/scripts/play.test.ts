import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { finalScores } from '../../src/train/train.ts';
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { loadEnvironment } from '../../scripts/environmentFile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = temporaryFolder();

const play = (...args: string[]): Promise<Ended> => scriptHere('play.ts', args);

/** In a process of its own, which has loaded no environment. */
function playProcess(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'scripts/play.ts'), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

const folder = new RunFolder(join(at, 'run'), tinyConfig({ maxSteps: 150 }));
const { finalScore, finalScoreSd } = await trainInto(folder);
const path = folder.path;

/** An environment in which one walks to the right; its starts differ. */
const MINE = `
  export default () => {
    let [x, n] = [0, 0];
    const observation = () => Float64Array.of(x);
    return {
      observationSpace: { type: 'box', low: Float64Array.of(-2), high: Float64Array.of(2), shape: [1] },
      actionSpace: { type: 'discrete', n: 2 },
      reset(seed) {
        [x, n] = [(seed % 100) / 200, 0];
        return { observation: observation(), info: {} };
      },
      step(action) {
        x += action === 1 ? 0.1 : -0.1;
        n++;
        return { observation: observation(), reward: x, terminated: false, truncated: n === 8, info: {} };
      },
    };
  };
`;
const mine = join(at, 'mine.ts');
writeFileSync(mine, MINE);
loadEnvironment(mine);
const own = new RunFolder(join(at, 'own'), tinyConfig({ env: mine }));
const ownSummary = await trainInto(own);

test("without --seed it repeats the run's own evaluation, to the digit", async () => {
  const { code, out, error } = await play(path, '--json');
  assert.equal([code, error], [0, '']);
  const scores = [...finalScores(folder.run)];
  assert.equal(JSON.parse(out), {
    folder: path,
    seed: 1,
    episodes: 3,
    score: finalScore,
    scoreSd: finalScoreSd,
    scores,
    inRun: finalScore,
  });
});

test('other starts, an animation and the policy as a module, in words', async () => {
  const [gif, js] = [join(at, 'new', 'car.gif'), join(at, 'policy.mjs')];
  const args = ['--seed', '5', '--episodes', '7', '--gif', gif, '--export', js];
  const { code, out, error } = await play(path, ...args);
  assert.equal([code, error], [0, '']);
  assert.match(out, /^vime in mountain-car, sparse reward, seed 1, 4 episodes\n/);
  assert.match(out, /^7 greedy episodes, starts of seed 5$/m);
  assert.match(out, /^score {17}-\d+\.\d\d \(minus steps\), standard deviation \d+\.\d\d$/m);
  assert.match(out, /^worst and best {8}-\d+\.\d\d and -\d+\.\d\d$/m);
  assert.match(out, `\nat the end of the run ${finalScore.toFixed(2)}\n`);
  assert.match(out, `\npolicy                ${js}\n`);
  assert.is(readFileSync(gif).subarray(0, 6).toString(), 'GIF89a');
  assert.match(readFileSync(js, 'utf8'), 'export function act(observation)');
});

test('--watch without a terminal, or a picture, says that nothing is drawn, and prints the same', async () => {
  const plain = await play(path, '--episodes', '1', '--seed', '5');
  const given = await play(path, '--episodes', '1', '--seed', '5', '--watch');
  assert.equal(given, {
    ...plain,
    error: 'play: --watch: nothing is drawn, standard output is no terminal\n',
  });
  assert.match(plain.out, '1 greedy episode, starts of seed 5');
  const without = await play(own.path, '--env', mine, '--watch');
  assert.is(without.code, 0);
  assert.is(
    without.error,
    `play: --watch: nothing is drawn, the environment ${mine} has no picture\n`,
  );
  const json = await play(path, '--watch', '--json', '--episodes', '1');
  assert.is(json.error, 'play: --watch: nothing is drawn with --json\n');
  assert.is((JSON.parse(json.out) as { episodes: number }).episodes, 1);
});

test('a run in an environment of its own is played with the file that the command line names', () => {
  const { code, out, error } = playProcess(own.path, '--env', mine, '--json');
  assert.equal([code, error], [0, '']);
  assert.is((JSON.parse(out) as { score: number }).score, ownSummary.finalScore);
});

const changed = join(at, 'changed.ts');
writeFileSync(changed, MINE);
appendFileSync(changed, '// more\n');

const mineInJs = join(at, 'mine.js');
writeFileSync(mineInJs, MINE);

for (const [args, message] of [
  [[], 'expected the folder of one run, got none'],
  [['nowhere'], 'cannot read nowhere/config.json: there is no such folder'],
  [[at], `${at} holds no run: it has no config.json`],
  [[path, '--episodes', '0'], '--episodes: expected a whole number from 1 to 10000, got 0'],
  [[path, '--env', 'deep-sea'], `${path} holds a run with env "mountain-car", not "deep-sea"`],
  [[own.path], `env: ${mine} is not loaded; name its file with --env`],
  [
    [own.path, '--env', mine, '--gif', join(at, 'x.gif')],
    `--gif: the environment ${mine} has no picture`,
  ],
  [
    [own.path, '--env', changed],
    `${changed} is not the file with which the run in ${own.path} began: its SHA-256 is another`,
  ],
  [
    [path, '--gif', join(path, 'weights.safetensors')],
    `--gif: expected a name such as car.gif, got ${path}/weights.safetensors`,
  ],
  [
    [path, '--export', join(path, 'config.json')],
    `--export: expected a name such as policy.mjs, got ${path}/config.json`,
  ],
  [
    [own.path, '--env', mineInJs, '--export', join(at, '.', 'mine.js')],
    `--export: expected another file than that of --env, got ${mineInJs}`,
  ],
  [
    [path, '--export', join(path, 'config.json', 'x.js')],
    `cannot write ${path}/config.json/x.js: a part of the path is a file, expected a folder (ENOTDIR)`,
  ],
] as const) {
  test(`play ${args.join(' ').replaceAll(at, '')} is refused in one line`, async () => {
    const isUnloaded = args[0] === own.path && args.length === 1;
    const { code, out, error } = await (isUnloaded ? playProcess : play)(...args);
    assert.is(code, 2, error);
    assert.ok(error.startsWith(`play: `) && error.trimEnd().split('\n').length === 1, error);
    const said = error.replaceAll('"', '').replaceAll('\\', '/');
    assert.ok(said.includes(message.replaceAll('"', '')), error);
    assert.is(out, '');
    assert.not(existsSync(join(at, 'x.gif')));
  });
}

test.run();
