/** What there is of a run that ended before its last episode, by Ctrl-C or by an error in a file of one's own, and how it goes on. */
import type { RunFolder } from '../src/record/runFolder.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { isFile } from '../src/train/config/field.ts';
import type { NamedPart } from './ownFiles.ts';
import { scriptCommand } from './shell.ts';

export const stoppedAfter = (episodes: number): string =>
  `stopped after ${counted(episodes, 'episode')}`;

/** Episodes from one checkpoint to the next that would have left one by then. */
const rareEnough = (episodes: number): number => (episodes < 5 ? 1 : 5);

const line = (what: string, text: string): string => `${what.padEnd(22)}${text}`;

type Kept = Pick<RunFolder, 'path' | 'records' | 'lastCheckpoint'>;

/**
 * The command that continues a run, which names its files again, and from where it does.
 *
 * @param parts as the command line named them
 */
export function howToContinue(
  { path, records: { length: done }, lastCheckpoint }: Kept,
  parts: readonly Pick<NamedPart, 'setting' | 'path'>[],
): string {
  const files = parts.filter((part) => isFile(part.path));
  const named = files.flatMap((part) => [`--${part.setting}`, part.path]);
  if (lastCheckpoint !== null) {
    const command = line('to continue', scriptCommand('run.ts', ['--resume', path, ...named]));
    const from = line('', `from the checkpoint of episode ${lastCheckpoint}`);
    return lastCheckpoint < done ? `${command}\n${from}` : command;
  }
  return line(
    'to continue',
    done === 0
      ? 'there is nothing to continue from: the first episode had not ended'
      : `there is no checkpoint to continue from; --checkpoint-every ${rareEnough(done)} would have left one`,
  );
}

/** After a number that is not finite, to which the run would come again: how far it came, and where it is. */
export const describeEnd = ({
  path,
  records: { length: done },
}: Omit<Kept, 'lastCheckpoint'>): string =>
  `${stoppedAfter(done)}${done === 0 ? '' : '; what was trained is kept'}\n${line('folder', path)}`;

/** After an error in a file of one's own: the same, and how it goes on. */
export function describeKept(
  folder: Kept,
  parts: readonly Pick<NamedPart, 'setting' | 'path'>[],
): string {
  return [
    describeEnd(folder),
    howToContinue(folder, parts),
    ...(folder.lastCheckpoint === null
      ? []
      : [line('', 'with the same file; a changed one makes a new run')]),
  ].join('\n');
}
