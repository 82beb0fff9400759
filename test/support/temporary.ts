import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new empty folder that is removed when the tests end, whatever is in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vime-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
