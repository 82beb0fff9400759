/**
 * Makes the pages of the book, docs/book/, which show the playground beside the text.
 *
 *   npm run book -- --build DIR
 */
import { join } from 'node:path';
import { ConfigError } from '../src/train/config/field.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { optionalPart } from './optionalPart.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';

const SCRIPT = {
  command: 'npm run book --',
  does: 'Makes the pages of docs/book/ in DIR/book. Their text needs no JavaScript; their figures are the playground, which `npm run playground -- --build DIR` writes together with the book.',
  examples: ['npm run book -- --build site'],
  options: {
    build: { kind: 'text', value: 'DIR', help: 'Folder that holds the playground.' },
  },
} as const satisfies Script;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { build } = given.own;
  if (build === undefined) throw new ConfigError('expected --build DIR');
  const { bookFiles, writeFiles } = await optionalPart(
    ['marked', 'katex'],
    () => import('./book/write.ts'),
  );
  const files = bookFiles();
  writeFiles(build, files);
  console.log(`${counted(files.size, 'file')} in ${join(build, 'book')}`);
}

await runScript('book', main);
