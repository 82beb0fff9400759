import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CARS, ENVIRONMENTS } from '../../src/train/config/environments.ts';
import { AGENT_NAMES } from '../../src/train/config/agents.ts';
import {
  DamagedCheckpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../../src/record/checkpoint.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import type { Config } from '../../src/train/config/settings.ts';
import { sha256 } from '../../src/record/disk.ts';
import { restoreRun, runState } from '../../src/record/runState.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/record/safetensors.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { trainEpisode, type EpisodeRecord } from '../../src/train/train.ts';
import { agentConfig, tinyConfig } from '../support/tinyRun.ts';
import { assertProperty } from '../support/property.ts';

const VERSION = '1.2.3';

/** Every option that keeps something of its own from one step to the next. */
const KINDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the defaults': {},
  'dense rewards': { reward: 'dense' },
  'the agent dqn': { agent: 'dqn' },
  'a ring that has gone round': { replayCapacity: 50 },
  'a memory of one': { replayCapacity: 1, batchSize: 1, bnnBatchSize: 1, refreshRows: 1 },
  'a collected unit and drawn weights': {
    bonusUnit: 'collected',
    noise: 'fixed',
    likelihood: 'weight',
  },
  'local reparameterisation': { noise: 'fixed', likelihood: 'local' },
  'gain of the outcome': { agent: 'vime-gain' },
  'hard copies of the target': { targetUpdate: 'updates', targetEvery: 7 },
  'units not yet frozen': { freezeAfter: 1000 },
  'learned noise and a frozen unit': { noise: 'learned', bonusUnit: 'frozen', freezeAfter: 90 },
  'a target copied after episodes': { targetUpdate: 'episodes', targetEvery: 2 },
  ...Object.fromEntries(
    AGENT_NAMES.flatMap((agent) =>
      Object.keys(ENVIRONMENTS)
        .filter((env) => agent !== 'dqn-shaped' || Object.hasOwn(CARS, env)) // others have no potential
        .map((env) => [`the agent ${agent} in ${env}`, agentConfig(agent, { env, episodes: 3 })]),
    ),
  ),
};

const lineOf = (record: EpisodeRecord): string =>
  `${JSON.stringify({ ...record, seconds: 0.25 })}\n`;

interface Trained {
  readonly run: Run;
  readonly records: readonly EpisodeRecord[];
  readonly lines: string;
}

function trained(config: Config, episodes: number): Trained {
  const run = createRun(config);
  const records = Array.from({ length: episodes }, () => trainEpisode(run));
  return { run, records, lines: records.map(lineOf).join('') };
}

function encode({ run, lines }: Trained, version = VERSION): Uint8Array {
  return encodeCheckpoint(run, { lines, seconds: 12.345 }, version, sha256);
}

function messageOf(read: () => unknown, kind: typeof ConfigError): string {
  try {
    read();
  } catch (error) {
    assert.is((error as Error).constructor, kind, String(error));
    const { message } = error as Error;
    assert.not.match(message, /\n/);
    return message;
  }
  throw new Error('was taken for valid');
}

for (const [name, settings] of Object.entries(KINDS)) {
  test(`a run that is continued from a checkpoint ends in the same bits: ${name}`, () => {
    const config = tinyConfig({ episodes: 6, ...settings });
    const half = Math.floor(config.episodes / 2);
    const continued = (run: Run): EpisodeRecord[] =>
      Array.from({ length: config.episodes - half }, () => trainEpisode(run));
    const before = trained(config, half);
    const bytes = encode(before);
    const whole = before.run; // the original continues; the saved state must not change with it
    const rest = continued(whole);

    const { run, records, lines, seconds } = decodeCheckpoint(bytes, config, VERSION, sha256);
    assert.equal([records, lines, seconds], [before.records, before.lines, 12.345]);
    assert.equal(continued(run), rest);
    const encoded = (r: Run): string =>
      Buffer.from(encode({ run: r, records: [], lines: before.lines })).toString('base64');
    assert.is(encoded(run), encoded(whole), 'the whole state is the same, bit for bit');
  });
}

test('a checkpoint before the first episode is one too', () => {
  const config = tinyConfig();
  const { run, records } = decodeCheckpoint(encode(trained(config, 0)), config, VERSION, sha256);
  assert.equal([run.episode, records], [0, []]);
  assert.equal(trainEpisode(run), trainEpisode(createRun(config)));
});

test('a state is a copy: neither learning on nor another restore changes it', () => {
  const config = tinyConfig();
  const { run } = trained(config, 2);
  const state = runState(run);
  const copy = structuredClone(state);
  trainEpisode(run);
  assert.equal(state, copy);
  const other = createRun(config);
  restoreRun(other, state);
  trainEpisode(other);
  assert.equal(state, copy);
});

test('a state of another shape is refused', () => {
  const state = runState(trained(tinyConfig(), 2).run);
  for (const settings of [
    { hiddenWidth: 9 },
    { bnnHidden: 5 },
    { agent: 'dqn' },
    { replayCapacity: 10 },
    { noise: 'fixed' },
    { env: 'noisy-tv' },
  ]) {
    assert.throws(
      () => restoreRun(createRun(tinyConfig(settings)), state),
      (error: unknown) => error instanceof RangeError,
    );
  }
});

// One small checkpoint to be maltreated.
const config = tinyConfig({
  hiddenWidth: 2,
  bnnHidden: 1,
  maxSteps: 10,
  batchSize: 2,
});
const small = trained(config, 2);
const whole = encode(small);
const decode = (bytes: Uint8Array): unknown => decodeCheckpoint(bytes, config, VERSION, sha256);

test('the file is a safetensors file that ends with the hash of all that is before', () => {
  const { tensors, metadata } = decodeSafetensors(whole);
  assert.equal([...tensors.keys()].at(-1), 'sha256');
  const end = whole.length - 32;
  assert.equal(tensors.get('sha256')!.data, Uint8Array.from(sha256(whole.subarray(0, end))));
  assert.equal(tensors.get('dqn.online')!.data, small.run.agent.dqn.online);
  assert.is(Buffer.from(tensors.get('episodes.jsonl')!.data).toString(), small.lines);
  assert.equal(Object.keys(metadata), ['version', 'config', 'seconds', 'state']);
  assert.equal(JSON.parse(metadata['config']), { ...config });
});

test('any flipped bit is noticed', () => {
  assertProperty(
    fc.property(fc.nat(8 * whole.length - 1), (bit) => {
      const flipped = whole.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      messageOf(() => decode(flipped), DamagedCheckpoint);
    }),
    1000,
  );
});

test('anything missing, added or replaced is noticed', () => {
  const piece = fc.record({
    start: fc.nat(whole.length - 1),
    removed: fc.nat(2 * whole.length),
    put: fc.uint8Array({ maxLength: 64 }),
  });
  assertProperty(
    fc.property(piece, ({ start, removed, put }) => {
      const other = Buffer.concat([whole.subarray(0, start), put, whole.subarray(start + removed)]);
      fc.pre(!other.equals(whole));
      messageOf(() => decode(other), DamagedCheckpoint);
    }),
    500,
  );
});

test('bytes of any kind are no checkpoint', () => {
  assertProperty(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      messageOf(() => decode(bytes), DamagedCheckpoint);
    }),
  );
});

/** The checkpoint with other contents and a checksum that fits all the same. */
function forged(
  change: (metadata: Record<string, string>, tensors: Map<string, unknown>) => void,
): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(whole);
  const [newMetadata, newTensors] = [{ ...metadata }, new Map(tensors)];
  change(newMetadata, newTensors);
  const bytes = encodeSafetensors([...newTensors.values()], newMetadata);
  bytes.set(sha256(bytes.subarray(0, -32)), bytes.length - 32);
  return bytes;
}

test('a checkpoint that is put together anew is the same', () => {
  assert.ok(Buffer.from(forged(() => undefined)).equals(whole));
});

for (const name of decodeSafetensors(whole).tensors.keys()) {
  if (name === 'sha256') continue;
  test(`a checkpoint with the right checksum but without ${name}, or another in its place, is damaged`, () => {
    messageOf(() => decode(forged((_, tensors) => tensors.delete(name))), DamagedCheckpoint);
    const other = { name, shape: [3], data: new Int32Array(3) };
    messageOf(() => decode(forged((_, tensors) => tensors.set(name, other))), DamagedCheckpoint);
  });
}

test('numbers of the state that are none are damage, whatever they are instead', () => {
  const state = JSON.parse(decodeSafetensors(whole).metadata['state']) as Record<string, unknown>;
  const paths = [
    ['episode'],
    ['envSteps'],
    ['streams', 'policy', 's0'],
    ['dqn', 'updates'],
    ['bonus'],
  ];
  assertProperty(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      fc.pre(typeof value !== 'number' && !(path[0] === 'bonus' && typeof value === 'object'));
      const changed = structuredClone(state);
      let at = changed;
      for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
      at[path.at(-1)!] = value;
      messageOf(
        () => decode(forged((metadata) => (metadata['state'] = JSON.stringify(changed)))),
        DamagedCheckpoint,
      );
    }),
  );
});

test('a run of another length than its records is damage', () => {
  const state = decodeSafetensors(whole).metadata['state'].replace('"episode":2', '"episode":3');
  const forgedState = forged((metadata) => (metadata['state'] = state));
  assert.match(
    messageOf(() => decode(forgedState), DamagedCheckpoint),
    /its parts differ: 2 episodes and (\d+) steps in the records, 3 and \1 in the run, \1 transitions in memory$/,
  );
});

test('another version is refused by name, before anything else is read', () => {
  assert.is(
    messageOf(() => decodeCheckpoint(whole, config, '2.0.0', sha256), ConfigError),
    'written by version "1.2.3", this is "2.0.0"',
  );
  assert.is(
    messageOf(() => decode(forged((metadata) => delete metadata['version'])), ConfigError),
    'written by version undefined, this is "1.2.3"',
  );
});

test('another config is refused, naming the first difference', () => {
  const other = { ...config, gamma: 0.5, episodes: 5 };
  assert.is(
    messageOf(() => decodeCheckpoint(whole, other, VERSION, sha256), ConfigError),
    'of another run: episodes is 4, not 5',
  );
});

test.run();
