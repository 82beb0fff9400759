import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder that is removed when the tests end, whatever is in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(resolve(tmpdir(), 'vime-test-'));
  folders.push(folder);
  return folder;
}
