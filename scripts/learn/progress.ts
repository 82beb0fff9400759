/** How far the learner has come: `runs/learn/progress.json`. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, readText, writeWhole } from '../../src/record/disk.ts';
import { ConfigError } from '../../src/train/config/field.ts';

export interface LearnProgress {
  /** The exercise that is offered; null: the first that is not solved. */
  readonly current: string | null;
  /** Names of those that are solved. */
  readonly passed: readonly string[];
  /** Hints shown so far, by name. */
  readonly hints: Readonly<Record<string, number>>;
}

export const NOTHING_YET: LearnProgress = { current: null, passed: [], hints: {} };

function isProgress(value: unknown): value is LearnProgress {
  const { current, passed, hints } = (value ?? {}) as Partial<Record<keyof LearnProgress, unknown>>;
  return (
    (current === null || typeof current === 'string') &&
    Array.isArray(passed) &&
    passed.every((name) => typeof name === 'string') &&
    typeof hints === 'object' &&
    hints !== null &&
    Object.values(hints).every((count) => Number.isInteger(count))
  );
}

/** @throws ConfigError if there is a file that is none */
export function readProgress(path: string): LearnProgress {
  if (!existsSync(path)) return NOTHING_YET;
  const text = readText(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (!isProgress(value)) {
    throw new ConfigError(
      `${path}: expected current, passed and hints, got another file; mend it, or remove it to begin anew`,
    );
  }
  return value;
}

export function writeProgress(path: string, progress: LearnProgress): void {
  makeFolder(dirname(path));
  writeWhole(path, `${JSON.stringify(progress, null, 2)}\n`);
}

export const withPassed = (progress: LearnProgress, name: string): LearnProgress =>
  progress.passed.includes(name) ? progress : { ...progress, passed: [...progress.passed, name] };

export const withHint = (progress: LearnProgress, name: string, most: number): LearnProgress => ({
  ...progress,
  hints: { ...progress.hints, [name]: Math.min(most, (progress.hints[name] ?? 0) + 1) },
});
