/** The files of the playground: static, with relative addresses, so that they work from any host under any path. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pageColours } from '../../src/report/page/pageStyle.ts';

const FOLDER = new URL('../../src/playground/', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, FOLDER));

/** Files by name. */
export type PageFiles = ReadonlyMap<string, Uint8Array>;

/** @param minify false for one that can be read in the browser's debugger */
export async function buildPlayground(minify = true): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: {
      playground: pathOf('main.ts'),
      worker: pathOf('worker/worker.ts'),
      curve: pathOf('curve/worker.ts'),
    },
    outdir: '/',
    bundle: true,
    splitting: true, // what page and worker share is loaded once
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    banner: { css: pageColours() },
    minify,
    write: false,
    logLevel: 'silent',
  });
  const files = outputFiles.map(
    ({ path, contents }) => [path.replace(/^.*[\\/]/, ''), contents] as const,
  );
  return new Map([['index.html', readFileSync(pathOf('index.html'))], ...files]);
}
