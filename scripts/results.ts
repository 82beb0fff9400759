/** The published comparison: its data in results/, and the tables and pictures of the documents that are made from them. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AGENT_NAMES } from '../src/train/config/agents.ts';
import { usualConfig, valueOf } from '../src/train/config/config.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, isFile } from '../src/train/config/field.ts';
import type { RunData } from '../src/record/readBack.ts';
import { exists, makeFolder, readText, writeWhole } from '../src/record/disk.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { isDrawn, isMissing, missingLine, type MissingPicture } from '../src/report/draw/figure.ts';
import { ABLATED_SETTINGS, changesOf, groupOf } from '../src/report/runs/ablation.ts';
import { gatherRuns } from '../src/report/runs/gatherRuns.ts';
import { compareMembers, compareTexts, memberOfRun } from '../src/report/runs/groups.ts';
import { readResults, writeResults } from '../src/report/runs/readRuns.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { isShown, medianRuns, trainMedianRun, type MedianRun } from './medianRuns.ts';
import { DRAWING, optionalPart } from './optionalPart.ts';
import { runScript } from './output.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const DATA = fromRoot('results/');
const FIGURES = fromRoot('results/figures/');

const fileOf = (group: string): string => `${DATA}${group}.jsonl`;

const agentOrder: readonly string[] = AGENT_NAMES;

/**
 * Settings that a published run may have beside those of its agent, after which the tables name it: `vime, tvSham true`. Options that
 * make another task have a file of their own.
 */
const PUBLISHED_SETTINGS: readonly string[] = ['tvSham', 'remoteNoise'];

/** What tells runs of one agent and seed apart; empty for its usual settings. */
const variantOf = (run: RunData): string => {
  const changes = changesOf(run);
  return changes.length === 0 ? '' : JSON.stringify(Object.fromEntries(changes));
};

/** The settings that are changed: tables list values of one setting beside each other. */
const settingsOf = (run: RunData): string => String(changesOf(run).map(([setting]) => setting));

/** @throws ConfigError if a run cannot be published, naming the place where it was found */
function checkPublishable(run: RunData, where: string): void {
  const own = [run.config.env, run.config.curiosity].find(isFile);
  if (own !== undefined) {
    throw new ConfigError(`${where}: ${own} is a file of one's own; nothing is published`);
  }
  const [change] = changesOf(run).filter(
    ([setting]) => !PUBLISHED_SETTINGS.includes(setting) && !ABLATED_SETTINGS.includes(setting),
  );
  if (!(change as typeof change | undefined)) return;
  const [name, is] = change;
  throw new ConfigError(
    `${where}: ${name} is ${shown(is)}, but ${shown(valueOf(usualConfig(run.config), name))} for its agent in its environment; nothing is published`,
  );
}

/**
 * Adds runs to the data; a run of the same agent, settings and seed takes the place of the one that was there.
 *
 * @throws ConfigError if one was made with other settings, of which a table would say nothing, or a file of the data is damaged;
 * then no file has changed
 */
function takeIn(folders: readonly string[]): void {
  const { runs, places } = gatherRuns(folders, (line) => console.error(`results: ${line}`));
  if (runs.length === 0) {
    throw new ConfigError(`expected finished runs in ${folders.join(', ')}, found none`);
  }
  runs.forEach((run, n) => checkPublishable(run, places[n]));
  const files = [...new Set(runs.map(groupOf))].map((group) => {
    const path = fileOf(group);
    const before = exists(path) ? readResults(path) : [];
    const byName = new Map(
      [...before, ...runs.filter((run) => groupOf(run) === group)].map((run) => [
        `${run.agent} ${run.seed} ${variantOf(run)}`,
        run,
      ]),
    );
    const all = [...byName.values()].sort(
      (a, b) =>
        agentOrder.indexOf(a.agent) - agentOrder.indexOf(b.agent) ||
        compareTexts(settingsOf(a), settingsOf(b)) ||
        compareMembers(memberOfRun(a), memberOfRun(b)) ||
        a.seed - b.seed,
    );
    return { path, all };
  });
  for (const { path, all } of files) {
    writeResults(path, all);
    console.log(`results/${basename(path)}: ${counted(all.length, 'run')}`);
  }
}

/** What makes tables and pictures, loaded when it is needed. @throws MissingPart */
const loadPublished = () => optionalPart(DRAWING, () => import('../src/report/page/published.ts'));
type Published = Awaited<ReturnType<typeof loadPublished>>;

/** What differs from the data, by the name of its file. */
type Outdated = ReadonlyMap<string, string>;

/** Documents and charts, as far as they are not what the data make them, and the charts that cannot be drawn. */
async function outdated({ DOCUMENTS, chartName, publishedGroups, withGroups }: Published): Promise<{
  readonly old: Outdated;
  readonly missing: readonly MissingPicture[];
}> {
  const groups = await publishedGroups(DATA);
  const files = [
    ...DOCUMENTS.map((document) => {
      const path = fromRoot(document.path);
      return [path, withGroups(readText(path), document, groups)];
    }),
    ...groups.flatMap(({ name, charts }) =>
      (['full', 'brief'] as const).flatMap((table) => {
        const chart = charts[table];
        return chart && isDrawn(chart)
          ? [[`${FIGURES}${chartName(name, table)}.svg`, chart.svg]]
          : [];
      }),
    ),
  ];
  const old = new Map(
    files
      .filter(([path, content]) => !exists(path) || readText(path) !== content)
      .map(([path, content]) => [path, content]),
  );
  const charts = groups.flatMap(({ charts: { full, brief } }) => [full, brief]);
  return { old, missing: charts.filter((chart) => chart !== null).filter(isMissing) };
}

function warnOf(missing: readonly MissingPicture[]): void {
  for (const picture of missing) console.error(`results: ${missingLine(picture)}`);
  if (missing.length > 0) process.exitCode = 1;
}

const inProject = (path: string): string => path.slice(fromRoot('').length);

function check(old: Outdated, pictures: readonly string[], medians: readonly MedianRun[]): void {
  const missing = pictures.map((name) => `${FIGURES}${name}`).filter((path) => !exists(path));
  const shown = medians.filter((median) => !isShown(median)).map(({ folder }) => folder);
  const wrong = [...old.keys(), ...missing, ...shown].map(inProject);
  if (wrong.length === 0) {
    console.log('documents and charts agree with results/');
    return;
  }
  console.error(`results: out of date: ${wrong.join(', ')}; run npm run results`);
  process.exitCode = 1;
}

const SCRIPT = {
  command: 'npm run results --',
  does: 'Makes the tables and pictures of docs/results.md and README.md from the data in results/, and trains the median runs that are shown, if they are not there.',
  examples: [
    'npm run results',
    'npm run results -- runs/sparse runs/dense',
    'npm run results -- --check',
  ],
  options: {
    check: {
      kind: 'switch',
      help: 'Only say whether tables and charts agree with the data, and the pictures and the median runs are there.',
    },
  },
  operands: {
    value: 'DIR...',
    help: 'Take the finished runs in these folders into results/ first.',
  },
} as const satisfies Script;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { operands: folders } = given;
  const isCheck = given.own.check;
  if (isCheck && folders.length > 0) throw new ConfigError('--check takes no folders');
  if (folders.length > 0) takeIn(folders);
  const published = await loadPublished();
  const { RUN_PICTURES, runPictures, SHOWN_AGENTS, SHOWN_GROUP } = published;
  const medians = medianRuns(fileOf(SHOWN_GROUP), `${DATA}runs`, SHOWN_AGENTS);
  console.log('reading results/, making its tables and charts');
  const { old, missing } = await outdated(published);
  warnOf(missing);
  if (isCheck) {
    check(old, RUN_PICTURES, medians);
    return;
  }
  makeFolder(FIGURES);
  for (const [path, content] of old) writeWhole(path, content);
  for (const median of medians) {
    const fault = trainMedianRun(median);
    if (fault !== null) console.error(`results: ${fault}`);
  }
  console.log('drawing the maps and animations of the runs in results/runs');
  const pictures = await runPictures(`${DATA}runs`);
  const made = [...old.keys()].map(inProject);
  for (const [name, picture] of pictures) {
    if (isMissing(picture)) continue;
    writeWhole(`${FIGURES}${name}`, picture);
    made.push(name);
  }
  warnOf([...pictures.values()].filter(isMissing));
  console.log(`made anew: ${made.join(', ')}`);
}

await runScript('results', main);
