/**
 * Compares the runs in folders gathered from anywhere: a page with charts, tables, data, one line a run.
 *
 *   npx tsx scripts/report.ts runs/sparse runs/dense --out report
 *
 * What it writes depends on the runs alone: not on where they are, on which machine they ran or how long they took.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/experiment/field.ts';
import { makeFolder, writeWhole } from '../src/experiment/record.ts';
import {
  comparisonSections,
  comparisonTitle,
  dataSection,
  FIGURES_FOLDER,
} from '../src/report/comparisonPage.ts';
import { compareRuns } from '../src/report/comparison.ts';
import { counted } from '../src/report/counted.ts';
import { csvOf } from '../src/report/csv.ts';
import { writeFigures } from '../src/report/figureFiles.ts';
import { comparable, gatherRuns, namedFolders } from '../src/report/gatherRuns.ts';
import { markdownReport } from '../src/report/markdown.ts';
import { reportPage } from '../src/report/page.ts';
import { runPart } from '../src/report/runPage.ts';
import { chosenRuns } from '../src/report/runPictures.ts';
import { reportMistake } from './commandLine.ts';

const HELP = `Compares the runs in folders gathered from anywhere.

  npx tsx scripts/report.ts DIR... [--label NAME=DIR...] [--out DIR]

  DIR        a run's folder, a results.jsonl as compare leaves it, or a folder with such at any depth
  --out DIR  folder for report.html, report.md, report.json, report.csv and the charts (report)
  --label NAME=DIR  calls the runs in a folder so, at any depth; may be given several times
  --help     this text

Runs are compared by agent and every setting that differs, such as "vime, eta 0.3". What cannot be read, is not finished or is
there twice is named and left out. Up to four runs with phase-space maps, which
scripts/run.ts leaves, are drawn one by one, under way or not, if possible of different groups.`;

/** Runs that are drawn one by one. */
const MOST_SINGLE = 4;

interface Given {
  readonly paths: readonly string[];
  readonly labels: readonly string[];
  readonly out: string;
  readonly help: boolean;
}

function parse(args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: 'report' },
        label: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean' },
      },
    });
    const { out, label, help = false } = values;
    return { paths: positionals, labels: label, out, help };
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const { paths, labels, out, help } = parse(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  const named = namedFolders(labels);
  if (paths.length + named.length === 0) {
    throw new ConfigError('expected folders with runs, got none');
  }
  const warn = (line: string): void => console.error(`report: ${line}`);
  const gathered = gatherRuns(paths, warn, named);
  const { mapped, names } = gathered;
  const runs = comparable(gathered, warn);
  if (runs.length === 0 && mapped.length === 0) {
    const where = [...paths, ...named.map(({ path }) => path)].join(', ');
    throw new ConfigError(`expected finished runs in ${where}, found none`);
  }
  const single = chosenRuns(mapped, MOST_SINGLE, names);
  if (single.length < mapped.length) {
    warn(`of ${mapped.length} runs with maps these are drawn: ${single.join(', ')}`);
  }
  const comparison = compareRuns(runs);
  for (const { world, reward, comparedUpTo } of comparison.groups) {
    if (comparedUpTo !== null) {
      warn(
        `${world}, ${reward}: compared up to episode ${comparedUpTo}, the last of the shortest runs`,
      );
    }
  }
  const compared = await comparisonSections(comparison);
  const closely = await runPart(single, names);
  const figures = [...compared.figures, ...closely.figures];
  const title = comparisonTitle(comparison) ?? { title: closely.title };
  const sections = [dataSection(figures), ...compared.sections, ...closely.sections];
  const files = {
    'report.html': reportPage({ ...title, sections }),
    'report.md': markdownReport(comparison),
    'report.json': `${JSON.stringify(comparison, null, 1)}\n`,
    'report.csv': csvOf(runs),
  };
  makeFolder(out);
  for (const [name, content] of Object.entries(files)) writeWhole(join(out, name), content);
  writeFigures(join(out, FIGURES_FOLDER), figures);
  const written = [...Object.keys(files), FIGURES_FOLDER];
  console.log(`${counted(runs.length, 'run')}; ${written.join(', ')} in ${out}`);
}

try {
  await main();
} catch (error) {
  reportMistake('report', error);
}
