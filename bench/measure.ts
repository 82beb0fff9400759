/**
 * Timing, by tinybench. Two things are added. Calls are timed in batches, because one call of a small kernel is
 * shorter than a look at the clock. And the works that are compared run in turn, a few milliseconds each, round
 * after round: load by other processes then slows all of them alike, and ratios do not change.
 */
import { Bench } from 'tinybench';
import type { Timing, Work } from './case.ts';

const ROUNDS = 8;
const BATCH_MS = 0.25; // one sample; a thousand looks at the clock
const WARM_UP_MS = 40; // enough for V8 to compile its fastest code

let sink = 0;

/** Makes a result count. A NaN means that the work went wrong while it was being timed. */
export function consume(value: number): void {
  sink += value;
  if (Number.isNaN(value)) throw new Error('measure: the work returned NaN');
}

/** Warms up, and finds how many calls make a batch. */
function batchSize(work: Work): number {
  let times = 1;
  const start = performance.now();
  for (;;) {
    const before = performance.now();
    consume(work(times));
    const now = performance.now();
    const isLong = now - before >= BATCH_MS;
    if (isLong && now - start >= WARM_UP_MS) return times;
    if (!isLong) times *= 2;
  }
}

/** The value below which the share `p` of the sorted samples lies. */
function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

/** @param milliseconds for each of the works, without the warm-up */
export function measure(works: readonly Work[], milliseconds = 120): Timing[] {
  const bench = new Bench({
    time: milliseconds / ROUNDS,
    iterations: 1,
    warmup: false,
    retainSamples: true,
    throws: true,
  });
  works.forEach((work, n) => {
    const times = batchSize(work);
    const timed = () => {
      const start = bench.now();
      consume(work(times));
      const elapsed = bench.now() - start;
      return { overriddenDuration: elapsed / times, overriddenIterationCost: elapsed };
    };
    bench.add(String(n), timed, { async: false });
  });
  const samples: number[][] = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    bench.reset();
    bench.runSync().forEach(({ result }, n) => {
      if (result.state !== 'completed') throw new Error(`measure: a task is ${result.state}`);
      samples[n].push(...result.latency.samples!);
    });
  }
  return samples.map((milli) => {
    const nano = Float64Array.from(milli, (ms) => ms * 1e6).sort();
    return {
      median: quantile(nano, 0.5),
      p25: quantile(nano, 0.25),
      p75: quantile(nano, 0.75),
      samples: nano.length,
    };
  });
}

/** The sum of all results. It is kept only so that no work can be optimised away. */
export const sinkOf = (): number => sink;
