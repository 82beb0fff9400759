/** A comparison as a process that loses its reader, or is stopped. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runWith } from '../support/scriptProcess.ts';
import { atMost } from '../support/short.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tiny } from '../support/tinyOptions.ts';
import { readResults } from '../../src/report/runs/readRuns.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Two agents on two seeds, each long enough to be stopped. */
const SHORT = [...tiny.slice(2), '--episodes', '400', '--agents', 'vime,dqn', '--seeds', '1-2'];

interface Printed {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function ended(child: ChildProcess): Promise<Printed> {
  let [out, error] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

const linesOf = (path: string): number =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;

const digestsIn = (folder: string): string[] =>
  readResults(join(folder, 'results.jsonl')).map(({ digest }) => digest);

test('compare ends its work when nobody reads what it says', async () => {
  const out = temporaryFolder();
  const args = ['scripts/compare.ts', ...tiny, '--agents', 'vime,dqn', '--seeds', '1-2'];
  assert.equal(await runWith([...args, '--out', out], 'closed'), { code: 0, error: '' });
  const lines = readFileSync(join(out, 'results.jsonl'), 'utf8').trim().split('\n');
  assert.is(lines.length, 4);
  const left = readdirSync(out, { recursive: true, encoding: 'utf8' });
  assert.equal(
    left.filter((name) => name.endsWith('.tmp')),
    [],
  );
});

/** The first two of the four runs, those of `vime`, as far as they have begun. */
const underWay = (out: string): string[] =>
  existsSync(out) ? readdirSync(out).filter((name) => name.includes('-vime-')) : [];

/** A comparison that is sent a signal when its first episodes are done; its output, and its folder. */
async function stopped(signal: NodeJS.Signals, out: string): Promise<Printed> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/compare.ts', ...SHORT, '--jobs', '2', '--out', out],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const begun = setInterval(() => {
    const lines = underWay(out).map((name) => linesOf(join(out, name, 'episodes.jsonl')));
    if (lines.length === 2 && lines.every((count) => count >= 3)) {
      clearInterval(begun);
      child.kill(signal);
    }
  }, 20);
  return ended(child).finally(() => clearInterval(begun));
}

for (const [signal, exitCode] of atMost<readonly [NodeJS.Signals, number]>(1, [
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  test(`${signal} saves every run under way; the printed command continues to the same results`, async () => {
    const at = temporaryFolder();
    const out = join(at, "it's here");
    const first = await stopped(signal, out);
    assert.equal([first.code, first.error], [exitCode, '']);
    const runs = underWay(out);
    assert.is(runs.length, 2);
    for (const name of runs) {
      const folder = join(out, name);
      const episodes = linesOf(join(folder, 'episodes.jsonl'));
      assert.ok(episodes >= 3 && episodes < 400, String(episodes));
      assert.ok(existsSync(join(folder, `checkpoint-${episodes}.safetensors`)));
    }
    assert.equal(readdirSync(out).sort(), ['results.jsonl', ...runs].sort());
    const command = /^to continue +(.*)$/m.exec(first.out)?.[1] ?? '';
    assert.match(command, /^npx tsx scripts\/compare\.ts .* --out '.*it'\\''s here'$/);

    const again = await ended(spawn('sh', ['-c', command], { cwd: root }));
    assert.equal([again.code, again.error], [0, '']);
    assert.match(again.out, /^4 runs, 2 at a time/m);
    const whole = join(at, 'whole');
    const args = ['--import', 'tsx', 'scripts/compare.ts', ...SHORT, '--out', whole];
    assert.is((await ended(spawn(process.execPath, args, { cwd: root }))).code, 0);
    assert.equal(digestsIn(out), digestsIn(whole));
  });
}

test.run();
