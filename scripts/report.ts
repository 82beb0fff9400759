/**
 * Compares the runs in folders gathered from anywhere: a page with charts, tables, data, one line a run.
 *
 *   npx tsx scripts/report.ts runs/sparse runs/dense --out report
 *
 * What it writes depends on the runs alone: not on where they are, on which machine they ran or how long they took.
 */
import { join } from 'node:path';
import { ConfigError } from '../src/train/config/field.ts';
import { taskTitle } from '../src/train/config/task.ts';
import { finiteJson } from '../src/train/finite.ts';
import type { RunData } from '../src/record/readBack.ts';
import { exists, makeFolder, writeWhole } from '../src/record/disk.ts';
import { fileIn } from '../src/record/runFolder.ts';
import { compareRuns } from '../src/report/tables/comparison.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { csvOf } from '../src/report/tables/csv.ts';
import { missingLine } from '../src/report/draw/figure.ts';
import { gatherRuns, namedFolders } from '../src/report/runs/gatherRuns.ts';
import { markdownReport } from '../src/report/tables/markdown.ts';
import { missingIn, reportPage } from '../src/report/page/page.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { DOES } from './commands.ts';
import { chosenRuns } from '../src/report/runs/shownRuns.ts';
import { LiveLine, Parts } from './liveLine.ts';
import { DRAWING, optionalPart } from './optionalPart.ts';
import { runScript } from './output.ts';

const SCRIPT = {
  command: 'npx tsx scripts/report.ts',
  does: DOES.report,
  examples: [
    'npx tsx scripts/report.ts runs/sparse runs/dense --out report',
    'npx tsx scripts/report.ts --label small=runs/eta-0.003 --label large=runs/eta-0.3',
  ],
  options: {
    out: {
      kind: 'text',
      value: 'DIR',
      default: 'report',
      help: 'Folder for report.html, report.md, report.json, report.csv and the charts.',
    },
    label: {
      kind: 'texts',
      value: 'NAME=DIR',
      help: 'Name of the runs in a folder, at any depth. May be given several times.',
    },
  },
  operands: {
    value: 'DIR...',
    help: "A run's folder, a results.jsonl as compare leaves it, or a folder with such at any depth.",
  },
  notes: [
    'Runs are compared by agent and every setting that differs, such as "vime, eta 0.3". What cannot be read, is not finished or is there twice is named and left out. Up to four runs with phase-space maps, which scripts/run.ts leaves, are drawn one by one, under way or not, if possible of different groups.',
  ],
} as const satisfies Script;

/** Runs that are drawn one by one. */
const MOST_SINGLE = 4;

/** What draws, loaded when there is something to draw. @throws MissingPart */
const loadDrawing = () =>
  optionalPart(DRAWING, async () => ({
    ...(await import('../src/report/page/comparisonPage.ts')),
    ...(await import('../src/report/draw/figureFiles.ts')),
    ...(await import('../src/report/page/runPage.ts')),
    ...(await import('../src/report/pictures/runPictures.ts')),
  }));

/** About how many seconds each part takes: intervals and charts of each environment and reward, runs one by one, files. */
function partSizes(runs: readonly RunData[], single: number): number[] {
  const environments = new Map<string, number>();
  for (const { task, reward } of runs) {
    const name = `${task.name} ${reward}`;
    environments.set(name, (environments.get(name) ?? 0) + 1);
  }
  const counts = [...environments.values()];
  return [
    ...counts.map((count) => 0.02 * count),
    ...counts.map(() => 1.3),
    ...(counts.length > 1 ? [0.3] : []),
    ...new Array<number>(single).fill(0.7),
    ...(single > 0 ? [1.5 * single, 5 * single] : []), // maps and animations
    0.5 * (counts.length + single),
  ];
}

/** A run has a page of its own, of the same name. @throws ConfigError if the folder is that of a run */
function checkNoRun(out: string): void {
  if (!exists(fileIn(out, 'episodes.jsonl'))) return;
  throw new ConfigError(
    `${out} holds a run, which may have a report.html of its own; choose another folder with --out`,
  );
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { out, label } = given.own;
  const paths = given.operands;
  const named = namedFolders(label);
  if (paths.length + named.length === 0) {
    throw new ConfigError('expected folders with runs, got none');
  }
  checkNoRun(out);
  const line = new LiveLine(process.stdout);
  const warn = (text: string): void => {
    line.clear();
    console.error(`report: ${text}`);
  };
  console.log(`reading ${[...paths, ...named.map(({ path }) => path)].join(', ')}`);
  const gathered = gatherRuns(paths, warn, named);
  const { runs, mapped, names } = gathered;
  if (runs.length === 0 && mapped.length === 0) {
    const where = [...paths, ...named.map(({ path }) => path)].join(', ');
    throw new ConfigError(`expected finished runs in ${where}, found none`);
  }
  const drawing = await loadDrawing();
  const { comparisonSections, comparisonTitle, dataSection, FIGURES_FOLDER } = drawing;
  const { runPart, writeFigures } = drawing;
  const single = chosenRuns(mapped, MOST_SINGLE, names);
  if (single.length < mapped.length) {
    warn(`of ${mapped.length} runs with maps these are drawn: ${single.join(', ')}`);
  }
  makeFolder(out);
  console.log(
    `${counted(runs.length, 'run')} to compare, ${single.length} to draw one by one, into ${out}`,
  );
  const parts = new Parts(line, 'parts', partSizes(runs, single.length));
  const begin = (what: string): void => parts.begin(what);
  const comparison = compareRuns(runs, begin);
  for (const { env, reward, comparedUpTo } of comparison.groups) {
    if (comparedUpTo !== null) {
      warn(
        `${taskTitle(env, reward)}: compared up to episode ${comparedUpTo}, the last of the shortest runs`,
      );
    }
  }
  const compared = await comparisonSections(comparison, begin);
  const oneByOne = await runPart(single, names, begin);
  const figures = [...compared.figures, ...oneByOne.figures];
  const title = comparisonTitle(comparison) ?? { title: oneByOne.title };
  const sections = [dataSection(figures), ...compared.sections, ...oneByOne.sections];
  const files = {
    'report.html': reportPage({ ...title, sections }),
    'report.md': markdownReport(comparison),
    'report.json': `${finiteJson('report.json', comparison, 1)}\n`,
    'report.csv': csvOf(runs),
  };
  begin('files');
  for (const [name, content] of Object.entries(files)) writeWhole(join(out, name), content);
  const unwritten = await writeFigures(join(out, FIGURES_FOLDER), figures);
  for (const missing of [...missingIn(sections), ...unwritten]) warn(missingLine(missing));
  line.clear();
  const written = [...Object.keys(files), FIGURES_FOLDER];
  console.log(
    `${counted(runs.length, 'run')}; ${written.map((name) => join(out, name)).join(', ')}`,
  );
}

await runScript('report', main);
