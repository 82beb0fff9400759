/** Parts of a script that need packages it can do without: development dependencies, and those with a binary for each system. */
import { IS_PACKAGE } from './shell.ts';

/** What needs a package that is missing or broken. Its message is one line. */
export class MissingPart extends Error {}

/** The package that an error in loading is about: the first that it names, or one of whose files it names. */
const PACKAGE =
  /node_modules\/((?:@[^/\s]+\/)?[^/\s'"]+)|(?:package|module) '((?:@[\w.-]+\/)?[\w.-]+)/g;

/** They load the parts. */
const LOADERS = ['tsx', 'vime'];

function culprit({ message, stack }: Error): string | null {
  const text = `${message}\n${stack ?? ''}`.replaceAll('\\', '/');
  const names = [...text.matchAll(PACKAGE)].map(([, inFolder = '', named]) => inFolder || named);
  return names.find((name) => !LOADERS.includes(name)) ?? null;
}

/** What charts, maps and animations need. */
export const DRAWING = ['vega', 'vega-lite', '@resvg/resvg-js', 'gifenc'];

/** They, and the fonts, are what the package leaves to whoever wants to draw. */
const INSTALL_COMMAND = IS_PACKAGE
  ? `npm install ${[...DRAWING, '@expo-google-fonts/open-sans'].join(' ')}`
  : 'npm ci --include=dev';

/**
 * Loads a part, `() => import('./part.ts')`. An error in a package is reported in one line: it is missing,
 * lacks the binary for this system, may not load it, or is broken.
 *
 * @param packages that it needs, loaded first: Node reports a CommonJS package that fails in a module of ours a second time,
 *                 where nobody can catch it
 * @throws MissingPart naming the package, and how to get it
 */
export async function optionalPart<Part>(
  packages: readonly string[],
  load: () => Promise<Part>,
): Promise<Part> {
  let loading: string | null = null;
  try {
    for (loading of packages) await import(loading);
    loading = null;
    return await load();
  } catch (error) {
    const name = error instanceof Error ? (culprit(error) ?? loading) : loading;
    if (name === null) throw error;
    const { message, code } = error as NodeJS.ErrnoException;
    const remedy =
      code === 'ERR_DLOPEN_DISABLED'
        ? 'leave out --no-addons'
        : `${INSTALL_COMMAND} installs all that is needed`;
    throw new MissingPart(`${name} cannot be loaded (${firstLine(message)}); ${remedy}`);
  }
}

/** Without the paths in this project's code, where a user can mend nothing. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0].replace(/ (imported from|while importing) .*/, '');
  const plain = line.trim().replace(/[.:;]$/, '');
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}
