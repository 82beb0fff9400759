/**
 * Loads ndarray-ops and commander without tsx, before any other module imports them. Scripts that train import it first.
 *
 * tsx parses CommonJS packages in WebAssembly. These packages are so long that its memory grows, which detaches an
 * ArrayBuffer; from then on V8 of Node 20 checks at every access to any typed array whether its buffer is detached, and
 * training takes half as long again. Tests fail when this file is no longer needed.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Compiled {
  _compile(code: string, file: string): void;
}

// Node advises against `extensions` because loaders overwrite one another's; that is the purpose here.
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
