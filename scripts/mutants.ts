/**
 * Mutation tests: makes one small change (a mutant) at a time in a copy of `src/` and runs the tests of that folder. A mutant
 * is killed when a test fails or does not end in time; otherwise it survives.
 *
 * test/mutants.json lists survivors that no test can kill, with the reason. They still count as survivors.
 *
 * Own code because StrykerJS 9 has no runner for uvu: by its command runner a mutant of src/optim takes 3.3 s, one process at a time,
 * where this takes 0.6 s, measured in turn. Its plain JavaScript copy starts no loader, and stops at the first failing test.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shown } from '../src/env/messages.ts';
import { ConfigError, whole } from '../src/train/config/field.ts';
import { writeWhole, writing } from '../src/record/disk.ts';
import { stream } from '../src/math/random/rng.ts';
import { parseCommandLine, suggestion, type Script } from './commandLine.ts';
import { LiveLine, Parts } from './liveLine.ts';
import { runScript } from './output.ts';
import { copyProject, javaScriptOf, runTests, transpile } from './mutants/copy.ts';
import { applyMutant, mutantsOf, type Mutant } from './mutants/mutations.ts';

const DEFAULT_FOLDERS = ['autodiff', 'bnn', 'replay', 'dqn', 'curiosity', 'curiosity/vime'];
/** Share of mutants that must be killed. */
const FLOOR = 0.9;

const root = fileURLToPath(new URL('..', import.meta.url));

/** A survivor that changes nothing a test can observe: an equivalent mutant. */
interface Accepted extends Pick<Mutant, 'file' | 'code' | 'at' | 'was' | 'now'> {
  readonly reason: string;
}

/** Equal for the same change of the same line, wherever in the file that line is now. */
const keyOf = ({ file, code, at, was, now }: Omit<Accepted, 'reason'>): string =>
  JSON.stringify([file, code, at, was, now]);

/** @throws ConfigError if src lacks one */
function checkFolders(folders: readonly string[]): void {
  const known = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.endsWith('.ts'),
  );
  const unknown = folders.find((folder) => !known.includes(folder));
  if (unknown !== undefined) {
    throw new ConfigError(
      `expected folders of src, ${known.join(', ')}, got ${shown(unknown)}${suggestion(unknown, known)}`,
    );
  }
}

/** The sources of a folder of src, by their path under src. */
function sourcesOf(folder: string): Map<string, string> {
  const names = readdirSync(join(root, 'src', folder)).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.d.ts'),
  );
  const read = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');
  return new Map(names.map((name) => [`${folder}/${name}`, read(`${folder}/${name}`)]));
}

/** A uniform random sample of `count` mutants, in their order. */
function drawSample(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const rng = stream(seed, 'mutants');
  const rest = [...mutants];
  while (rest.length > count) rest.splice(rng.integer(rest.length), 1);
  return rest;
}

interface TestFile {
  readonly path: string;
  readonly passed: number;
  readonly seconds: number;
}

/** The test files of a folder, quickest first, each run once without a mutant. */
async function measureTests(copy: string, folder: string): Promise<TestFile[]> {
  const names = readdirSync(join(root, 'test')).includes(folder)
    ? readdirSync(join(root, 'test', folder)).filter((name) => name.endsWith('.test.ts'))
    : [];
  if (names.length === 0) throw new ConfigError(`test/${folder} has no tests`);
  const tests: TestFile[] = [];
  for (const name of names) {
    const path = `test/${folder}/${name}`;
    const { passed, seconds } = await runTests(copy, [path], 120_000);
    if (passed === null) throw new ConfigError(`${path} fails without a mutant; correct it first`);
    tests.push({ path, passed, seconds });
  }
  return tests.sort((a, b) => a.seconds - b.seconds);
}

/** Whether the tests of its folder kill the mutant; the test file of the same name is run first. */
async function isKilled(
  copy: string,
  mutant: Mutant,
  source: string,
  tests: readonly TestFile[],
): Promise<boolean> {
  const own = `test/${mutant.file.replace(/\.ts$/, '.test.ts')}`;
  const files = [...tests].sort((a, b) => Number(b.path === own) - Number(a.path === own));
  const total = (what: 'passed' | 'seconds'): number => files.reduce((sum, f) => sum + f[what], 0);
  const limitMs = 5000 + 4000 * total('seconds');
  const place = join(copy, 'src', javaScriptOf(mutant.file));
  const paths = files.map((file) => file.path);
  writeFileSync(place, transpile(applyMutant(mutant, source)));
  try {
    const { passed } = await runTests(copy, paths, limitMs);
    return passed !== total('passed');
  } finally {
    writeFileSync(place, transpile(source));
  }
}

/** Tries all mutants of one folder, `copies.length` at a time, and returns the survivors. */
async function survivorsOf(
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
  copies: readonly string[],
  tests: readonly TestFile[],
  progress: Parts,
): Promise<Mutant[]> {
  const queue = [...mutants];
  const survivors: Mutant[] = [];
  const worker = async (copy: string): Promise<void> => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const killed = await isKilled(copy, mutant, sources.get(mutant.file)!, tests);
      if (!killed) survivors.push(mutant);
      progress.finish();
    }
  };
  await Promise.all(copies.map(worker));
  return survivors.sort((a, b) =>
    a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1,
  );
}

function describe({ file, line, code, at, was, now }: Mutant, reason: string | undefined): string {
  const change = now === ';' ? 'removed' : `${was} → ${now}, character ${at + 1}`;
  const accepted = reason === undefined ? '' : `\n      accepted: ${reason}`;
  return `  src/${file}:${line}  ${change}\n      ${code}${accepted}`;
}

/** `88 of 89 mutants killed (98.9 %)` */
function score(mutants: number, survivors: number): string {
  const killed = mutants - survivors;
  const percent = mutants === 0 ? '' : ` (${((100 * killed) / mutants).toFixed(1)} %)`;
  return `${killed} of ${mutants} mutants killed${percent}`;
}

function temporaryFolder(): string {
  const folder = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-mutants-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  return folder;
}

/** As many copies of the project as there are jobs. */
function makeCopies(jobs: number): string[] {
  const folder = temporaryFolder();
  const copies = Array.from({ length: jobs }, (_, n) => join(folder, String(n)));
  copyProject(copies[0]);
  for (const copy of copies.slice(1)) cpSync(copies[0], copy, { recursive: true });
  return copies;
}

/** The accepted survivors' reasons by mutant; names those that are no mutant of `all` any more. */
function readReasons(folders: readonly string[], all: readonly Mutant[]): Map<string, string> {
  const accepted = JSON.parse(readFileSync(join(root, 'test/mutants.json'), 'utf8')) as Accepted[];
  const existing = new Set(all.map(keyOf));
  for (const entry of accepted) {
    if (folders.includes(entry.file.split('/')[0]) && !existing.has(keyOf(entry))) {
      console.log(`test/mutants.json: src/${entry.file} no longer has ${JSON.stringify(entry)}`);
    }
  }
  return new Map(accepted.map((entry) => [keyOf(entry), entry.reason]));
}

function writeSurvivors(
  path: string,
  survivors: readonly Mutant[],
  reasons: ReadonlyMap<string, string>,
): void {
  const entries = survivors.map(({ file, code, at, was, now }) => {
    const entry = { file, code, at, was, now };
    return { ...entry, reason: reasons.get(keyOf(entry)) ?? '' };
  });
  writeWhole(path, `${JSON.stringify(entries, null, 2)}\n`);
}

const SCRIPT = {
  command: 'npm run test:mutants --',
  does: 'Mutation tests: makes one small change at a time in src/ and runs the tests, of which one has to fail.',
  examples: [
    'npm run test:mutants -- autodiff nn --sample 100',
    'npm run test:mutants -- bnn --jobs 4 --write runs/survivors.json',
  ],
  options: {
    sample: whole(0, [0, 999_999_999], 'Mutants to try, drawn at random. 0 tries all.'),
    seed: whole(1, [0, 999_999_999], 'Seed of the sample.'),
    jobs: whole(
      availableParallelism(),
      [1, 256],
      'Tests at a time, usually as many as there are cores.',
    ),
    write: {
      kind: 'text',
      value: 'FILE',
      help: 'File for the survivors, to be completed with reasons.',
    },
  },
  operands: {
    value: 'FOLDER...',
    help: `Folders of src. By default ${DEFAULT_FOLDERS.join(' ')}.`,
  },
} as const satisfies Script;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { sample, seed, jobs, write } = given.own;
  const folders = given.operands.length > 0 ? given.operands : DEFAULT_FOLDERS;
  checkFolders(folders);
  const sources = new Map(folders.flatMap((folder) => [...sourcesOf(folder)]));
  const all = [...sources].flatMap(([file, text]) => mutantsOf(file, text));
  const chosen = sample === 0 ? all : drawSample(all, sample, seed);
  const reasons = readReasons(folders, all);
  console.log(
    `${chosen.length} of ${all.length} mutants in ${folders.join(', ')}, ${jobs} at a time`,
  );
  console.log('running the tests once without a mutant');
  const copies = makeCopies(jobs);
  const tests = new Map<string, TestFile[]>();
  for (const folder of folders) tests.set(folder, await measureTests(copies[0], folder));

  const survivors: Mutant[] = [];
  const line = new LiveLine(process.stdout);
  const progress = new Parts(line, 'mutants', new Array<number>(chosen.length).fill(1));
  for (const folder of folders) {
    const mutants = chosen.filter(({ file }) => file.startsWith(`${folder}/`));
    const started = performance.now();
    const found = await survivorsOf(mutants, sources, copies, tests.get(folder)!, progress);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    line.note(`${folder}: ${score(mutants.length, found.length)}, ${seconds} s`);
    for (const mutant of found) console.log(describe(mutant, reasons.get(keyOf(mutant))));
    survivors.push(...found);
  }
  if (write !== undefined) writeSurvivors(write, survivors, reasons);
  const unexplained = survivors.filter((mutant) => !reasons.has(keyOf(mutant))).length;
  console.log(
    `in all: ${score(chosen.length, survivors.length)}; ${survivors.length} survived, ${unexplained} of these unexplained`,
  );
  process.exitCode = survivors.length > (1 - FLOOR) * chosen.length ? 1 : 0;
}

await runScript('mutants', main);
