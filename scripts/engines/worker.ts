/**
 * Runs in a Web Worker of a browser: asks the server what to train, trains it, and posts the digests back.
 * Bundled by `browser.ts`; everything it imports from src is free of Node.
 */
import { createConfig } from '../../src/train/config/config.ts';
import { digestBytes } from '../../src/record/digest.ts';
import { encodeSafetensors } from '../../src/record/safetensors.ts';
import { createRun } from '../../src/train/run.ts';
import { trainEpisode } from '../../src/train/train.ts';
import { weightTensors } from '../../src/record/weights.ts';
import type { Measured, RunSpec } from './runs.ts';

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function train(spec: RunSpec): Promise<Measured> {
  const started = performance.now();
  const run = createRun(createConfig({ ...spec }));
  const records = Array.from({ length: spec.episodes }, () => trainEpisode(run));
  const digest = await sha256(digestBytes(encodeSafetensors(weightTensors(run)), records));
  return { ...spec, digest, seconds: (performance.now() - started) / 1000 };
}

async function post(path: string, body: unknown): Promise<void> {
  await fetch(path, { method: 'POST', body: JSON.stringify(body) });
}

try {
  const specs = (await (await fetch('/specs')).json()) as RunSpec[];
  for (const spec of specs) await post('/measured', await train(spec));
  await post('/finished', null);
} catch (error) {
  await post('/failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
