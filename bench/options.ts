/** What both bench programs do with a command line: say mistakes in one line, and write figures in one piece. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConfigError } from '../src/experiment/field.ts';
import { writeWhole } from '../src/experiment/record.ts';

/** Node's `parseArgs`. @throws ConfigError with the first sentence of its complaint */
export function readOptions<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${message.split('. ')[0]}; --help lists the options`);
  }
}

/** Found out now rather than after three minutes. @throws ConfigError if the folder is missing */
export function checkFile(option: string, file: string | undefined): void {
  if (file === undefined || (file !== '' && existsSync(dirname(file)))) return;
  throw new ConfigError(`--${option}: no folder for ${JSON.stringify(file)}; create it first`);
}

/** @throws DiskError */
export function writeJson(file: string, data: unknown): void {
  writeWhole(file, `${JSON.stringify(data, null, 1)}\n`);
}
