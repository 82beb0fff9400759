/**
 * A whole run between two episodes as one array of bytes, and back.
 *
 * A checkpoint is a safetensors file. Its tensors are the arrays of the run's state, named by where they are
 * (`dqn.optimiser.m`); `episodes.jsonl`, the bytes of that file so far; and at the very end `sha256`, the SHA-256 of all
 * bytes before it, header included. `__metadata__` holds the rest as JSON: `version` and `config`, which must be
 * those of the run that is continued, or of an earlier part of it; `seconds` of wall-clock time so far; `state`, the numbers that are in no array.
 */
import { differences, valueOf } from '../train/config/config.ts';
import { earlierConfigs } from '../train/config/continuation.ts';
import { shown } from '../env/messages.ts';
import { isObject } from '../env/rules.ts';
import { ConfigError } from '../train/config/field.ts';
import { finiteJson, nonFiniteTensor } from '../train/finite.ts';
import type { Config } from '../train/config/settings.ts';
import type { Sha256 } from './digest.ts';
import { parseConfig, parseRecords, withoutSeconds } from './readBack.ts';
import { restoreRun, runState } from './runState.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Metadata,
  type NamedTensor,
  type TensorData,
} from './safetensors.ts';
import { createRun, type Run } from '../train/run.ts';
import type { EpisodeRecord } from '../train/train.ts';

/** What is recorded of a run beside its state. */
export interface Progress {
  /** episodes.jsonl so far. */
  readonly lines: string;
  /** Wall-clock time so far. */
  readonly seconds: number;
}

/** A run to continue. */
export interface Resumed extends Progress {
  readonly run: Run;
  readonly records: readonly EpisodeRecord[];
}

/** The bytes are not a whole checkpoint: an earlier one may be. */
export class DamagedCheckpoint extends ConfigError {}

const HASH_BYTES = 32;

/** @throws NonFiniteError if a number of the state is none */
export function encodeCheckpoint(
  run: Run,
  { lines, seconds }: Progress,
  version: string,
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const where = `the checkpoint of episode ${run.episode}`;
  const tensors: NamedTensor[] = [];
  const state = takeArrays(runState(run), '', tensors) as object;
  const broken = nonFiniteTensor(where, tensors);
  if (broken) throw broken;
  tensors.push(vector('episodes.jsonl', new TextEncoder().encode(lines)));
  tensors.sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT); // keeps all aligned
  tensors.push(vector('sha256', new Uint8Array(HASH_BYTES)));
  const bytes = encodeSafetensors(tensors, {
    version,
    config: JSON.stringify(run.config),
    seconds: String(seconds),
    state: finiteJson(where, state),
  });
  const end = bytes.length - HASH_BYTES;
  bytes.set(sha256(bytes.subarray(0, end)), end);
  return bytes;
}

/**
 * The run a checkpoint holds.
 *
 * @throws DamagedCheckpoint if any bit differs from what was written
 * @throws ConfigError if it belongs to another version or another config, naming the first difference
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  config: Config,
  version: string,
  sha256: Sha256,
): Resumed {
  const end = bytes.length - HASH_BYTES;
  if (end < 0) throw new DamagedCheckpoint(`only ${bytes.length} bytes`);
  const hash = sha256(bytes.subarray(0, end));
  if (hash.some((byte, i) => byte !== bytes[end + i])) {
    throw new DamagedCheckpoint('the checksum does not match');
  }
  const { metadata, tensors } = damagedIfWrong(() => decodeSafetensors(bytes));
  checkVersion(metadata, version);
  checkConfig(metadata, config);
  const run = createRun(config);
  return damagedIfWrong(() => {
    const seconds = Number(metadata['seconds']);
    if (!(seconds >= 0)) throw new ConfigError(`seconds: ${shown(metadata['seconds'])}`);
    const state: unknown = JSON.parse(metadata['state'] ?? '');
    restoreRun(run, putArrays(runState(run), state, '', tensors));
    const text = arrayAt('episodes.jsonl', new Uint8Array(0), tensors);
    const lines = new TextDecoder('utf-8', { fatal: true }).decode(text);
    const records = parseRecords('episodes.jsonl', lines).map(withoutSeconds);
    checkAgreement(run, records);
    return { run, lines, seconds, records };
  });
}

/** A checkpoint whose checksum is right and whose content is not was not written by this program. */
function damagedIfWrong<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DamagedCheckpoint((error as Error).message);
  }
}

function checkVersion(metadata: Metadata, version: string): void {
  const found = metadata['version'];
  if (found !== version) {
    throw new ConfigError(`written by version ${shown(found)}, this is ${shown(version)}`);
  }
}

/** A run that was continued may still hold a checkpoint of an earlier part. */
function checkConfig(metadata: Metadata, config: Config): void {
  const found = parseConfig('config', metadata['config'] ?? '');
  if (earlierConfigs(config).some((earlier) => differences(found, earlier).length === 0)) return;
  const name = differences(found, config).at(0);
  if (name !== undefined) {
    throw new ConfigError(
      `of another run: ${name} is ${shown(valueOf(found, name))}, not ${shown(valueOf(config, name))}`,
    );
  }
}

function checkAgreement(
  { episode, envSteps, replay }: Run,
  records: readonly EpisodeRecord[],
): void {
  const steps = records.at(-1)?.envSteps ?? 0;
  if (episode !== records.length || envSteps !== steps || envSteps !== replay.added) {
    throw new ConfigError(
      `its parts differ: ${records.length} episodes and ${steps} steps in the records, ${episode} and ${envSteps} in the run, ${replay.added} transitions in memory`,
    );
  }
}

const vector = (name: string, data: TensorData): NamedTensor => ({
  name,
  shape: [data.length],
  data,
});

const isArray = (value: unknown): value is TensorData => ArrayBuffer.isView(value);
const at = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** Moves the arrays of a state to `tensors` and returns the rest. */
function takeArrays(value: unknown, path: string, tensors: NamedTensor[]): unknown {
  if (isArray(value)) {
    tensors.push(vector(path, value));
    return undefined; // JSON leaves the field out
  }
  if (!isObject(value)) return value;
  const names = Object.keys(value);
  return Object.fromEntries(
    names.map((name) => [name, takeArrays(value[name], at(path, name), tensors)]),
  );
}

/**
 * Puts a state together from its arrays and the rest.
 *
 * @param model a state of the same structure, whose values are not read
 */
function putArrays<T>(
  model: T,
  rest: unknown,
  path: string,
  tensors: ReadonlyMap<string, NamedTensor>,
): T;
function putArrays(
  model: unknown,
  rest: unknown,
  path: string,
  tensors: ReadonlyMap<string, NamedTensor>,
): unknown {
  if (isArray(model)) return arrayAt(path, model, tensors);
  if (isObject(model) && isObject(rest)) {
    return Object.fromEntries(
      Object.entries(model).map(([name, part]) => [
        name,
        putArrays(part, rest[name], at(path, name), tensors),
      ]),
    );
  }
  const fits = typeof model === 'number' ? Number.isFinite(rest) : rest === model;
  if (!fits) throw new ConfigError(`${path}: expected ${typeof model}, got ${shown(rest)}`);
  return rest;
}

/** @param model an array of the kind expected */
function arrayAt<A extends TensorData>(
  name: string,
  model: A,
  tensors: ReadonlyMap<string, NamedTensor>,
): A {
  const data = tensors.get(name)?.data;
  if (data?.constructor !== model.constructor) throw new ConfigError(`${name}: no such array`);
  return data as A;
}
