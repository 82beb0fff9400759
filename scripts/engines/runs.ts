/** The runs whose digests are known, and the interface of an engine. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AGENT_NAMES } from '../../src/train/config/agents.ts';
import { writeWhole } from '../../src/record/disk.ts';

export interface RunSpec {
  readonly agent: string;
  readonly reward: string;
  readonly seed: number;
  readonly episodes: number;
}

/** An entry of test/golden/digests.json. */
export interface KnownDigest extends RunSpec {
  readonly digest: string;
}

export interface Measured extends KnownDigest {
  /** Of the whole run, start and end included. */
  readonly seconds: number;
}

/** A JavaScript engine, ready to run. */
export interface Engine {
  readonly version: string;
  /** Runs all of them, one after another, and reports each as it ends. */
  measure(specs: readonly RunSpec[], onMeasured: (measured: Measured) => void): Promise<void>;
}

/** Why an engine is not available here. It is then skipped, and does not fail the tests. */
export class Unavailable extends Error {}

const MAIN_AGENTS: readonly string[] = ['vime', 'dqn'];

const specOf = (agent: string, episodes: number): RunSpec => ({
  agent,
  reward: 'sparse',
  seed: 1,
  episodes,
});

/** The other agents have short runs, in which all their parts learn and give a bonus. */
export const SPECS: readonly RunSpec[] = [
  ...[10, 60].flatMap((episodes) => MAIN_AGENTS.map((agent) => specOf(agent, episodes))),
  ...AGENT_NAMES.filter((agent) => !MAIN_AGENTS.includes(agent)).map((agent) => specOf(agent, 5)),
];

export const isSame = (a: RunSpec, b: RunSpec): boolean =>
  a.agent === b.agent && a.reward === b.reward && a.seed === b.seed && a.episodes === b.episodes;

const FILE = new URL('../../test/golden/digests.json', import.meta.url);

export function readKnown(): KnownDigest[] {
  return JSON.parse(readFileSync(FILE, 'utf8')) as KnownDigest[];
}

export function writeKnown(measured: readonly Measured[]): void {
  const known = measured.map(({ agent, reward, seed, episodes, digest }) =>
    JSON.stringify({ agent, reward, seed, episodes, digest }, null, 1).replaceAll(/\n */g, ' '),
  );
  writeWhole(fileURLToPath(FILE), `[\n  ${known.join(',\n  ')}\n]\n`);
}
