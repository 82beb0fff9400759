/** What both bench programs do with a command line: look at where figures go, and write figures in one piece. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '../src/train/config/field.ts';
import { writeWhole } from '../src/record/disk.ts';

/** Found out now rather than after three minutes. @throws ConfigError if the folder is missing */
export function checkFile(option: string, file: string | undefined): void {
  if (file === undefined || (file !== '' && existsSync(dirname(file)))) return;
  throw new ConfigError(`--${option}: no folder for ${JSON.stringify(file)}; create it first`);
}

/** @throws DiskError */
export function writeJson(file: string, data: unknown): void {
  writeWhole(file, `${JSON.stringify(data, null, 1)}\n`);
}
