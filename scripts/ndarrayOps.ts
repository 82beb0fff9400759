/**
 * Loads ndarray-ops and commander, before anything else asks for them, by Node alone. To be imported first by whatever
 * trains.
 *
 * tsx looks into CommonJS packages with a parser in WebAssembly. These packages are too long for its memory, which
 * grows, and that detaches an ArrayBuffer; from then on V8 of Node 20 looks before every access to any typed
 * array whether its buffer is still there, and training takes half as long again. Tests fail when this file is no longer needed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Compiled {
  _compile(code: string, file: string): void;
}

// Node advises against `extensions` because loaders fight over it; this is such a fight.
/* eslint-disable @typescript-eslint/no-deprecated */
const require = createRequire(import.meta.url);
const ofTsx = require.extensions['.js'];
require.extensions['.js'] = (module, file) => {
  (module as unknown as Compiled)._compile(readFileSync(file, 'utf8'), file);
};
try {
  require('ndarray-ops');
  require('commander');
} finally {
  require.extensions['.js'] = ofTsx;
}
