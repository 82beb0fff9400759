/** Holds the documents to the code: links, the symbols and phrases that they name, and commands. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ENVIRONMENTS } from '../src/train/config/environments.ts';
import { expectation, fromText, isValid } from '../src/train/config/field.ts';
import { AGENTS } from '../src/train/config/agents.ts';
import { CURIOSITY_NAMES } from '../src/train/config/curiosities.ts';
import { fields, isFieldName } from '../src/train/config/settings.ts';
import {
  anchorsOf,
  commandFault,
  commandsOf,
  linkFault,
  linksOf,
  optionsOf,
  settingsOf,
} from './support/documents.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const markdownIn = (folder: string): string[] =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name);

const PATHS = ['', 'docs/', 'docs/book/', 'results/', 'results/v0.1/', 'test/golden/'].flatMap(
  markdownIn,
);
const documents = PATHS.map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));

/** A setting of a run, or an option of some environment. */
function checkSetting(name: string, value: string | null): boolean {
  const options = Object.values(ENVIRONMENTS).flatMap((kind) => kind.options[name] ?? []);
  const accepting = isFieldName(name) ? [fields[name]] : options;
  if (accepting.length === 0) return false;
  if (value === null || accepting.some((field) => isValid(field, fromText(field, value)))) {
    return true;
  }
  throw new Error(`${name}: ${expectation(accepting[0], fromText(accepting[0], value))}`);
}

test('the documents are there', () => {
  for (const name of ['README', 'CONTRIBUTING', 'CHANGELOG', 'docs/method', 'docs/results']) {
    assert.ok(PATHS.includes(`${name}.md`), `${name}.md`);
  }
});

test('the glossary names agents and values of settings that there are', () => {
  const { text } = documents.find(({ path }) => path === 'docs/glossary.md')!;
  const choices = Object.values(fields).flatMap((field) =>
    'choices' in field ? field.choices : [],
  );
  const known = new Set<string>([...Object.keys(fields), ...choices, ...Object.keys(ENVIRONMENTS)]);
  const words = [...text.matchAll(/`([\w-]+)`/g)].map(([, word]) => word);
  assert.ok(words.length > 5);
  assert.equal(
    words.filter((word) => !known.has(word)),
    [],
  );
});

for (const document of documents) {
  const { path, text } = document;

  test(`${path}: every link leads somewhere, and the code it names is there`, () => {
    const faults = linksOf(text).flatMap((link) => {
      const fault = linkFault(root, document, link);
      return fault === null ? [] : [`[${link.text}](${link.target}): ${fault}`];
    });
    assert.equal(faults, []);
  });

  test(`${path}: every formula is on one line or between lines of $$`, () => {
    const lines = text.split('\n').filter((line) => line.includes('$$'));
    const fences = lines.filter((line) => line.trim() === '$$');
    const isClosed = (line: string): boolean => line.split('$$').length % 2 === 1;
    assert.equal(
      lines.filter((line) => !fences.includes(line) && !isClosed(line)),
      [],
    );
    assert.is(fences.length % 2, 0);
  });

  if (path === 'CHANGELOG.md') continue; // it tells of what was, and of mistakes
  test(`${path}: every command exists and takes its options`, () => {
    const settings = settingsOf(text).flatMap((code) => {
      const unknown = optionsOf(code.split(/\s+/)).filter(({ name, value }) => {
        const isOwn = ['run', 'compare', 'report', 'play', 'results'].some(
          (script) =>
            commandFault(root, `npx tsx scripts/${script}.ts --${name}`, () => false) === null,
        );
        return !isOwn && !checkSetting(name, value);
      });
      return unknown.map(({ name }) => `${code}: nothing has the option --${name}`);
    });
    const commands = commandsOf(text).flatMap((command) => {
      const fault = commandFault(root, command, checkSetting);
      return fault === null ? [] : [`${command}: ${fault}`];
    });
    assert.equal([...settings, ...commands], []);
  });
}

test('every command of the workflows exists and takes its options', () => {
  const folder = `${root}.github/workflows/`;
  const lines = readdirSync(folder).flatMap((name) =>
    [...readFileSync(folder + name, 'utf8').matchAll(/^ +- run: (.*)$/gm)].map(([, run]) => run),
  );
  assert.ok(lines.length >= 5);
  const faults = lines.map((line) => commandFault(root, line, checkSetting));
  assert.equal(
    faults.filter((fault) => fault !== null),
    [],
  );
});

test('the README is at most 180 lines, of at most 120 characters outside tables, with at most 4 columns', () => {
  const lines = documents[PATHS.indexOf('README.md')].text.trimEnd().split('\n');
  assert.ok(lines.length <= 180, String(lines.length));
  const long = lines.filter((line) => line.length > 120 && !line.startsWith('|'));
  assert.equal(long, []);
  const wide = lines.filter((line) => line.startsWith('|') && line.split('|').length > 6);
  assert.equal(wide, []);
});

test('CITATION.cff names the version of the package', () => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    version: string;
  };
  const citation = readFileSync(`${root}CITATION.cff`, 'utf8');
  assert.match(citation, new RegExp(`^version: ${version.replaceAll('.', '\\.')}$`, 'm'));
});

test('the registries that CONTRIBUTING.md names hold what the settings accept', () => {
  assert.equal(fields.env.choices, Object.keys(ENVIRONMENTS));
  assert.equal(fields.agent.choices, Object.keys(AGENTS));
  assert.equal(fields.curiosity.choices, CURIOSITY_NAMES);
});

const made = {
  path: 'docs/made-up.md',
  text: [
    '# A `b` and [c](d.md): E',
    '## Twice',
    '## Twice',
    '[`train`](../src/vime.ts "reward + η bonus") [other][o] [`x`](e.md \'y (z)\') ![picture](../README.md#start)',
    '```',
    "A=1 B='2 3' npx tsx scripts/run.ts --seed 1 && npm test   # [no](link)",
    '```',
    'see `npm run results -- --check` and `--eta 0.1 --seed 2`',
    '[o]: ../LICENSE',
    '<img src="../picture.gif">',
  ].join('\n'),
};

test('links, anchors, commands and settings are read', () => {
  assert.equal(anchorsOf(made.text), ['a-b-and-c-e', 'twice', 'twice-1']);
  assert.equal(
    linksOf(made.text).map(({ target, title }) => [target, title]),
    [
      ['d.md', null],
      ['../src/vime.ts', 'reward + η bonus'],
      ['e.md', 'y (z)'],
      ['../README.md#start', null],
      ['../LICENSE', null],
      ['../picture.gif', null],
    ],
  );
  const commands = ['npx tsx scripts/run.ts --seed 1', 'npm test', 'npm run results -- --check'];
  assert.equal(commandsOf(made.text), commands);
  assert.equal(settingsOf(made.text), ['--eta 0.1 --seed 2']);
  assert.equal(optionsOf(['x', '--a', '1', '--b', '--c=2']), [
    { name: 'a', value: '1' },
    { name: 'b', value: null },
    { name: 'c', value: '2' },
  ]);
  for (const command of commands) assert.is(commandFault(root, command, checkSetting), null);
});

for (const [text, target, title, fault] of [
  ['no file', '../src/none.ts', null, 'there is no src/none.ts'],
  ['no anchor', '../README.md#nowhere', null, 'README.md has no #nowhere'],
  ['own anchor', '#twice-1', null, null],
  ['own anchor', '#twice-2', null, 'docs/made-up.md has no #twice-2'],
  ['outside', '../../other', null, 'there is no ../other'],
  ['`noSuchSymbol`', '../src/vime.ts', null, 'src/vime.ts declares no noSuchSymbol'],
  ['`episode`', '../src/train', null, 'src/train declares no episode'],
  ['`train`', '../src/vime.ts', 'not a phrase', 'src/vime.ts does not contain "not a phrase"'],
  ['`src/vime.ts`', '../src/vime.ts', null, null],
  ['a page', 'https://example.org/none', null, null],
] as const) {
  test(`the link [${text}](${target}) ${fault === null ? 'is right' : 'has a fault'}`, () => {
    assert.is(linkFault(root, made, { text, target, title }), fault);
  });
}

for (const [command, fault] of [
  ['npm run nothing', 'package.json has no script nothing'],
  ['npm run results --check', 'options of a script come after --'],
  ['npx tsx scripts/none.ts', 'there is no scripts/none.ts'],
  ['npx tsx scripts/run.ts --nothing 1', 'scripts/run.ts has no option --nothing'],
  ['npx tsx scripts/run.ts --gamma 2', 'gamma: expected a number from 0 to 1, got 2'],
] as const) {
  test(`the command ${command} has a fault`, () => {
    assert.is(commandFault(root, command, checkSetting), fault);
  });
}

test.run();
