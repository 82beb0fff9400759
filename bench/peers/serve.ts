/**
 * What a peer is: a process that answers one line of JSON with another. `check` computes the numbers that all must
 * agree on; `time` repeats the work for about so many milliseconds and gives the median time of a call.
 */
import { createInterface } from 'node:readline';

export interface PeerWork {
  readonly check: () => number[];
  readonly run: (times: number) => unknown;
}

export interface Question {
  readonly ask: 'check' | 'time';
  readonly work: string;
  readonly ms?: number;
}

export type Answer =
  | { readonly result: number[] }
  | { readonly ns: number; readonly calls: number }
  /** The peer has no such work, or could not do it. */
  | { readonly missing: string };

const BATCH_MS = 1; // short, so that most batches run without another process in between

/** Calls that take about `BATCH_MS`, found anew for each work and kept. */
function batchOf(run: PeerWork['run']): number {
  for (let times = 1; ; times *= 2) {
    const start = performance.now();
    run(times);
    if (performance.now() - start >= BATCH_MS) return times;
  }
}

export function timeFor(run: PeerWork['run'], times: number, ms: number) {
  const samples: number[] = [];
  const start = performance.now();
  while (performance.now() - start < ms || samples.length < 3) {
    const before = performance.now();
    run(times);
    samples.push(((performance.now() - before) / times) * 1e6);
  }
  samples.sort((a, b) => a - b);
  return { ns: samples[samples.length >> 1], calls: samples.length * times };
}

/**
 * Answers questions on standard input until it ends.
 *
 * @param makeWork a work by its name, or null if there is none
 */
export async function serve(makeWork: (name: string) => PeerWork | null): Promise<void> {
  const made = new Map<string, { readonly work: PeerWork; batch: number }>();
  const answer = ({ ask, work: name, ms = 0 }: Question): Answer => {
    try {
      let entry = made.get(name);
      if (!entry || ask === 'check') {
        const work = makeWork(name);
        if (!work) return { missing: 'not written for this peer' };
        if (ask === 'check') return { result: work.check() };
        work.run(1);
        entry = { work, batch: 0 };
        made.set(name, entry);
        timeFor(work.run, batchOf(work.run), ms); // warm
        entry.batch = batchOf(work.run);
      }
      return timeFor(entry.work.run, entry.batch, ms);
    } catch (error) {
      return { missing: error instanceof Error ? error.message.split('\n')[0] : String(error) };
    }
  };
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Question))}\n`);
  }
}
