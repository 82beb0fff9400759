/** Memory over a long run, recording and checkpoints included. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createConfig } from '../../src/train/config/config.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { TINY } from './command.ts';
import { rowOf, type Row } from './table.ts';

const EPISODES = 5000;
const REPLAY_CAPACITY = 2000; // full after some fifty episodes
const SAMPLES = 10;
/** A line of episodes.jsonl and its record stay in memory; nothing else may. */
const BYTES_PER_EPISODE = 1200;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after garbage collection. */
function bytesInUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** @param folder to be made */
export async function memoryRow(folder: string): Promise<Row> {
  const config = createConfig({ ...TINY, episodes: EPISODES, replayCapacity: REPLAY_CAPACITY });
  const samples: { readonly episode: number; readonly bytes: number }[] = [];
  await trainInto(new RunFolder(folder, config), {
    checkpointEvery: 25,
    onEpisode: ({ episode }) => {
      if (episode % (EPISODES / SAMPLES) === 0) samples.push({ episode, bytes: bytesInUse() });
    },
  });
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const growth = (last.bytes - first.bytes) / (last.episode - first.episode);
  const megabytes = samples.map(({ bytes }) => (bytes / 1e6).toFixed(1)).join(' ');
  return rowOf(
    `memory over ${EPISODES} episodes`,
    growth <= BYTES_PER_EPISODE ? null : `grows by ${growth.toFixed(0)} bytes an episode`,
    `MB after every ${EPISODES / SAMPLES}: ${megabytes}; ${growth.toFixed(0)} bytes an episode, ${BYTES_PER_EPISODE} allowed for records`,
  );
}
