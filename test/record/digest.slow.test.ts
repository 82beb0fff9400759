import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { digestOf } from '../../src/record/digest.ts';
import { sha256 } from '../../src/record/disk.ts';
import { encodeSafetensors } from '../../src/record/safetensors.ts';
import { createRun } from '../../src/train/run.ts';
import { trainEpisode } from '../../src/train/train.ts';
import { weightTensors } from '../../src/record/weights.ts';
import { golden } from '../support/golden.ts';
import { SHORT } from '../support/short.ts';

/** A run whose every bit is known. It changes only when learning itself does: say so in the commit. */
interface KnownDigest {
  readonly agent: string;
  readonly reward: string;
  readonly seed: number;
  readonly episodes: number;
  readonly digest: string;
}

const longest = SHORT ? 10 : Infinity; // episodes

for (const known of golden<KnownDigest[]>('digests').filter((k) => k.episodes <= longest)) {
  const { agent, reward, seed, episodes, digest } = known;
  test(`${episodes} episodes of ${agent}, ${reward}, seed ${seed}, have the known digest`, () => {
    const run = createRun(createConfig({ agent, reward, seed, episodes }));
    const records = Array.from({ length: episodes }, () => trainEpisode(run));
    const weights = encodeSafetensors(weightTensors(run));
    assert.is(digestOf(weights, records, sha256), digest);
  });
}

test.run();
