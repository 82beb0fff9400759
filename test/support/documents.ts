/**
 * What a Markdown document refers to, and what is wrong with it: links, code and commands.
 *
 * A link whose text is code names a symbol that the file declares, or ends the path it leads to. A title is a phrase that the file
 * contains: [`symbol`](../src/file.ts 'phrase').
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { stateOf } from '../../scripts/book/state.ts';

export interface Link {
  readonly text: string;
  readonly target: string;
  /** Null: none. */
  readonly title: string | null;
}

export interface Document {
  /** From the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** Text without its blocks of code. */
const prose = (text: string): string => text.replace(/^```[^]*?^```$/gm, '');

export function linksOf(text: string): Link[] {
  const inline = /\[((?:`[^`]*`|[^\]`])*)\]\(([^()\s]+)(?:\s+(["'])([^]*?)\3)?\)/g;
  const defined = /^\[([^\]]+)\]: (\S+)()()$/gm;
  const html = /()(?:src|srcset|href)="([^"\s]+)"()()/g;
  return [inline, defined, html].flatMap((pattern) =>
    [...prose(text).matchAll(pattern)].map(([, words, target, , title]) => ({
      text: words.replace(/\s+/g, ' '),
      target,
      title: title ? title : null,
    })),
  );
}

/** The anchors of the headings, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** Without the margins of comments and the breaks between lines. */
const flowing = (text: string): string =>
  text.replace(/\n[ \t]*(?:\*|\/\/)?[ \t]*/g, ' ').replace(/\s+/g, ' ');

function declares(code: string, symbol: string): boolean {
  if (!/^\w+$/.test(symbol)) return code.includes(symbol);
  const declared = `\\b(function\\*?|const|let|class|interface|type) ${symbol}\\b`;
  const method = `^ +(readonly |async |\\*)*${symbol}[?(:<]`;
  return new RegExp(`${declared}|${method}`, 'm').test(code);
}

/** '' for a folder. */
const contentOf = (path: string): string =>
  statSync(path).isFile() ? readFileSync(path, 'utf8') : '';

/** What is wrong with a link in a document, or null. */
export function linkFault(
  root: string,
  from: Document,
  { text, target, title }: Link,
): string | null {
  if (/^(https?|mailto):/.test(target)) return null;
  if (stateOf(target) !== null) return null; // test/scripts/book/states.test.ts
  const [path, anchor] = target.split('#') as [string, string | undefined];
  const to = path === '' ? from.path : join(dirname(from.path), path);
  const isThere = path === '' || (!to.startsWith('..') && existsSync(join(root, to)));
  if (!isThere) return `there is no ${to}`;
  const content = path === '' ? from.text : contentOf(join(root, to));
  if (anchor !== undefined && !anchorsOf(content).includes(anchor))
    return `${to} has no #${anchor}`;
  const symbol = /^`([^`]+)`$/.exec(text)?.[1];
  if (symbol !== undefined && !`/${to}`.endsWith(`/${symbol.replace(/\/$/, '')}`)) {
    if (!declares(content, symbol)) return `${to} declares no ${symbol}`;
  }
  if (title !== null && !flowing(content).includes(flowing(title))) {
    return `${to} does not contain "${title}"`;
  }
  return null;
}

/** Commands in blocks of code and in inline code, without comments and settings of the shell. */
export function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block.split('\n'),
  );
  const inline = [...prose(text).matchAll(/`([^`]+)`/g)].map(([, code]) => code);
  return [...blocks, ...inline]
    .flatMap((line) => line.replace(/\s+#.*$/, '').split(' && '))
    .map((command) => command.trim().replace(/^(?:[A-Z]+=(?:'[^']*'|\S*) )+/, ''))
    .filter((command) => /^(npm|npx|bash) /.test(command));
}

/** Settings in inline code that begins with them: `--eta 0.001`. */
export const settingsOf = (text: string): string[] =>
  [...prose(text).matchAll(/`(--\w[^`]*)`/g)].map(([, code]) => code);

interface Option {
  readonly name: string;
  readonly value: string | null;
}

/** `--a 1 --b` in pairs; words that belong to no option are left out. */
export function optionsOf(words: readonly string[]): Option[] {
  return words.flatMap((word, n) => {
    if (!word.startsWith('--') || word === '--') return [];
    const [name, joined] = word.slice(2).split('=') as [string, string | undefined];
    const next = words.at(n + 1);
    const value = joined ?? (next === undefined || next.startsWith('--') ? null : next);
    return [{ name, value }];
  });
}

/** Whether a script, or a file beside it in a folder of its own, has such an option. */
function hasOption(root: string, script: string, name: string): boolean {
  if (name === 'help') return true;
  const folder = dirname(script);
  const isShared = folder === 'scripts';
  const files = isShared ? [script] : readdirSync(join(root, folder)).map((f) => `${folder}/${f}`);
  const pattern = new RegExp(`^ +'?${name}'?: (\\{|whole\\(|number\\(|flag\\(|choice\\()`, 'm');
  return files
    .filter((file) => file.endsWith('.ts'))
    .some((file) => pattern.test(readFileSync(join(root, file), 'utf8')));
}

/**
 * What is wrong with a command, or null.
 *
 * @param checkSetting throws if `--name value` is a setting of a run with a value that does not fit; says whether it is a setting
 */
export function commandFault(
  root: string,
  command: string,
  checkSetting: (name: string, value: string | null) => boolean,
): string | null {
  const words = command.split(/\s+/);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string | undefined>;
  };
  let script: string | undefined;
  let rest = words.slice(2);
  if (words[0] === 'npm') {
    const name = words[1] === 'run' ? words[2] : words[1];
    if (words[1] === 'run') rest = words.slice(3);
    if (['ci', 'cit', 'install', 'pack'].includes(name)) return null;
    const known = scripts[name];
    if (known === undefined) return `package.json has no script ${name}`;
    if (optionsOf(rest).length > 0 && rest[0] !== '--') return 'options of a script come after --';
    script = /^tsx (\S+)/.exec(known)?.[1];
    if (script === undefined) return null;
  } else if (words[0] === 'npx') {
    if (words[1] !== 'tsx') return null;
    [script, ...rest] = rest;
  } else {
    script = words[1];
  }
  if (!existsSync(join(root, script))) return `there is no ${script}`;
  for (const { name, value } of optionsOf(rest)) {
    if (hasOption(root, script, name)) continue;
    if (script.endsWith('.sbatch')) continue; // they are sbatch's
    const isList = script === 'scripts/compare.ts' && value !== null; // it takes several values
    try {
      const values = isList ? value.split(',') : [value];
      if (!values.every((one) => checkSetting(name, one))) {
        return `${script} has no option --${name}`;
      }
    } catch (error) {
      return (error as Error).message;
    }
  }
  return null;
}
