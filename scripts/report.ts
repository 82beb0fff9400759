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
import { comparisonSections } from '../src/report/comparisonPage.ts';
import { compareRuns } from '../src/report/comparison.ts';
import { csvOf } from '../src/report/csv.ts';
import { writeFigures } from '../src/report/figureFiles.ts';
import { gatherRuns } from '../src/report/gatherRuns.ts';
import { markdownReport } from '../src/report/markdown.ts';
import { reportPage } from '../src/report/page.ts';
import { runPart } from '../src/report/runPage.ts';
import { chosenRuns } from '../src/report/runPictures.ts';
import { reportMistake } from './commandLine.ts';

const HELP = `Compares the runs in folders gathered from anywhere.

  npx tsx scripts/report.ts DIR... [--out DIR]

  DIR        a run's folder, a results.jsonl as compare leaves it, or a folder with such at any depth
  --out DIR  folder for report.html, report.md, report.json, report.csv and the charts (report)
  --help     this text

Runs that are not finished are named and left out of comparisons. Up to four runs with phase-space maps, which
scripts/run.ts leaves, are drawn one by one, under way or not, if possible of different agents. The same run may be found more than once; two different
runs of one world, reward, agent and seed are refused.`;

/** Runs that are drawn one by one. */
const MOST_SINGLE = 4;

interface Given {
  readonly paths: readonly string[];
  readonly out: string;
  readonly help: boolean;
}

function parse(args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string', default: 'report' }, help: { type: 'boolean' } },
    });
    return { paths: positionals, out: values.out, help: values.help ?? false };
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const { paths, out, help } = parse(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  if (paths.length === 0) throw new ConfigError('expected folders with runs, got none');
  const { runs, unfinished, mapped } = gatherRuns(paths);
  for (const where of unfinished) console.error(`report: not compared, not finished: ${where}`);
  const single = chosenRuns(mapped, MOST_SINGLE);
  if (single.length < mapped.length) {
    console.error(
      `report: of ${mapped.length} runs with maps these are drawn: ${single.join(', ')}`,
    );
  }
  const comparison = compareRuns(runs);
  const compared = await comparisonSections(comparison);
  const closely = await runPart(single, true);
  const sections = [...compared.sections, ...closely.sections];
  const files = {
    'report.html': reportPage({ title: 'Ways of exploring', sections }),
    'report.md': markdownReport(comparison),
    'report.json': `${JSON.stringify(comparison, null, 1)}\n`,
    'report.csv': csvOf(runs),
  };
  makeFolder(out);
  for (const [name, content] of Object.entries(files)) writeWhole(join(out, name), content);
  writeFigures(join(out, 'figures'), [...compared.figures, ...closely.figures]);
  const names = [...Object.keys(files), 'figures'];
  console.log(`${runs.length} runs; ${names.join(', ')} in ${out}`);
}

try {
  await main();
} catch (error) {
  reportMistake('report', error);
}
