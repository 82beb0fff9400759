/** Memory: what a training step allocates, what a run keeps, and on request the peak of the whole default run. */
import { createConfig } from '../src/train/config/config.ts';
import { createRun, type Run } from '../src/train/run.ts';
import { trainEpisode } from '../src/train/train.ts';
import type { Figure, Flags, Group } from './case.ts';
import { consume } from './measure.ts';
import { bnnStep, dqnStep, gains, greedy } from './works.ts';

/** Memory in use after garbage collection, in bytes. */
function liveBytes(): number {
  if (!globalThis.gc) throw new Error('memory: needs node --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes that `step` allocates at each call, reachable or not: the growth of the heap between two collections. */
function allocatedPerStep(step: () => void): number {
  for (let i = 0; i < 3000; i++) step(); // until compiled
  const steps = 500;
  const tries: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    liveBytes();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < steps; i++) step();
    tries.push((process.memoryUsage().heapUsed - before) / steps);
  }
  // A collection in between makes the difference small or negative; the usual value is what counts.
  return tries.sort((a, b) => a - b)[2];
}

function trainFor(run: Run, steps: number): void {
  const until = run.envSteps + steps;
  while (run.envSteps < until) consume(trainEpisode(run).length);
}

function defaultRun(): Run {
  const run = createRun(createConfig({ episodes: 1000 }));
  trainFor(run, 2000);
  return run;
}

function figures({ whole }: Flags): Figure[] {
  const q = greedy();
  const dqn = dqnStep();
  const exact = bnnStep({ kind: 'exact', inputs: 5, batchSize: 32, samples: 1 });
  const local = bnnStep({ kind: 'local', inputs: 3, batchSize: 10, samples: 10 });
  const gain = gains(64, 512);
  let n = 0;
  const perStep = (name: string, step: () => void): Figure => ({
    name: `allocated by ${name}`,
    value: allocatedPerStep(step),
    unit: 'bytes',
  });
  const found = [
    perStep('a greedy action', () => consume(q.act(n++ & 255))),
    perStep('a DQN step', () => consume(dqn.step().loss)),
    perStep('a BNN step, exact moments', () => consume(exact.step(n++).objective)),
    perStep('a BNN step, local reparameterisation', () => consume(local.step(n++).objective)),
    perStep('64 gains', () => consume(gain.measure(n++ & 7)[0])),
  ];

  const run = defaultRun();
  const before = liveBytes();
  trainFor(run, 10_000);
  const growth = liveBytes() - before;
  found.push({
    name: 'growth over 10,000 steps of the default run, evaluation included',
    value: growth / 1e6,
    unit: 'MB',
    target: 1,
    note: `episode ${run.episode} reached`,
  });
  if (whole) found.push(...wholeRun());
  found.push({
    name: whole ? 'peak resident memory, whole default run' : 'peak resident memory so far',
    value: process.resourceUsage().maxRSS / 1000,
    unit: 'MB',
    target: 200,
    note: 'with this bench and tsx in the same process',
  });
  return found;
}

/** The default run from beginning to end: 200 episodes, 20 greedy ones after each. */
function wholeRun(): Figure[] {
  const run = createRun(createConfig());
  const start = performance.now();
  const cpu = process.cpuUsage();
  while (run.episode < run.config.episodes) trainEpisode(run);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu); // less than the clock says if others use the machine
  return [
    {
      name: 'the default run, 200 episodes',
      value: seconds,
      unit: 's',
      target: 15,
      note: `${run.envSteps} steps, ${((user + system) / 1e6).toFixed(1)} s of processor time`,
    },
    {
      name: 'the same for 100,000 steps',
      value: (seconds / run.envSteps) * 1e5,
      unit: 's',
      target: 80,
      note: 'in proportion',
    },
  ];
}

export const group: Group = { title: 'Memory', figures };
