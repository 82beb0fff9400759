/** Builds the playground and serves it, or writes its files to a folder. */
import { whole } from '../src/train/config/field.ts';
import { bookFiles, writeFiles } from './book/write.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';
import { buildPlayground } from './playground/build.ts';
import { serve } from './playground/serve.ts';

const SCRIPT = {
  command: 'npm run playground --',
  does: 'Builds the page on which agents learn in the browser, and the book beside it, and serves it on this machine.',
  examples: ['npm run playground', 'npm run playground -- --build site'],
  options: {
    build: {
      kind: 'text',
      value: 'DIR',
      help: 'Write the files to this folder and serve nothing. They work from any host, under any path.',
    },
    port: whole(0, [0, 65535], 'Port to serve on; 0 is any that is free.'),
  },
  notes: [
    'docs/playground.md tells what the page does, what its links hold, and what a host must set.',
  ],
} as const satisfies Script;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { build, port } = given.own;
  const files = new Map([...(await buildPlayground()), ...bookFiles()]);
  if (build !== undefined) {
    writeFiles(build, files);
    console.log(`${files.size} files in ${build}`);
    return;
  }
  const { url } = await serve(files, { port });
  console.log(`${url}   Ctrl-C ends it`);
}

await runScript('playground', main);
