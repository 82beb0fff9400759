import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSION } from '../../src/record/runSummary.ts';

test('the version is the same wherever it stands', () => {
  const textOf = (name: string): string =>
    readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  const jsonOf = (name: string): unknown => JSON.parse(textOf(name));
  const lock = jsonOf('package-lock.json') as {
    readonly version: string;
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  const [, released, date] = /^## (\d+\.\d+\.\d+) – (\S+)$/m.exec(textOf('CHANGELOG.md'))!;
  const cited = (field: string): string | undefined =>
    new RegExp(`^${field}: (.*)$`, 'm').exec(textOf('CITATION.cff'))?.[1];
  assert.equal(
    {
      'package.json': (jsonOf('package.json') as { version: string }).version,
      'package-lock.json': lock.version,
      'package-lock.json, packages': lock.packages[''].version,
      'CHANGELOG.md': released,
      'CITATION.cff': cited('version'),
      'docs/library.md': /vime-(.*?)\.tgz/.exec(textOf('docs/library.md'))?.[1],
    },
    {
      'package.json': VERSION,
      'package-lock.json': VERSION,
      'package-lock.json, packages': VERSION,
      'CHANGELOG.md': VERSION,
      'CITATION.cff': VERSION,
      'docs/library.md': VERSION,
    },
  );
  assert.is(cited('date-released'), date);
});

test.run();
