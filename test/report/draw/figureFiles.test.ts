import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../../src/train/config/field.ts';
import { pngOf, standaloneSvg, writeFigures } from '../../../src/report/draw/figureFiles.ts';

const svgWith = (text: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" viewBox="0 0 90 30" ' +
  `font-family="'Open Sans', Helvetica, Arial, sans-serif"><text x="5" y="20" fill="#1b1f24">${text}</text></svg>`;
const figure = { name: 'mountain-car-goal', svg: svgWith('goal'), caption: 'A goal.' };

const folder = mkdtempSync(resolve(tmpdir(), 'figures-'));
const refusal = (made: Promise<unknown>): Promise<string> =>
  made.then(() => 'nothing was refused', String);
test.after(() => rmSync(folder, { recursive: true, force: true }));

test('each figure is a .svg and a .png, in a folder that is made if need be', async () => {
  const inside = join(folder, 'new', 'figures');
  assert.equal(await writeFigures(inside, [figure, { ...figure, name: 'b' }]), []);
  assert.equal(readdirSync(inside).sort(), [
    'b.png',
    'b.svg',
    'mountain-car-goal.png',
    'mountain-car-goal.svg',
  ]);
  assert.is(readFileSync(join(inside, 'b.svg'), 'utf8'), standaloneSvg(figure));
  assert.equal(new Uint8Array(readFileSync(join(inside, 'b.png'))), new Uint8Array(pngOf(figure)));
});

test('a PNG is twice the size of the chart, and the same bytes each time', () => {
  const png = Buffer.from(pngOf(figure));
  assert.is(png.toString('latin1', 1, 4), 'PNG');
  assert.equal([png.readUInt32BE(16), png.readUInt32BE(20)], [180, 60]);
  assert.ok(png.equals(pngOf(figure)));
});

test('text is drawn in a PNG, whatever fonts the machine has', () => {
  const png = (text: string): Buffer => Buffer.from(pngOf({ ...figure, svg: svgWith(text) }));
  assert.not.ok(png('goal').equals(png('')));
  assert.not.ok(png('goal').equals(png('gaol')));
  assert.ok(png('goal').length > png('').length + 200);
});

test('a .svg stands on its own: on paper, light and dark', () => {
  const svg = standaloneSvg(figure);
  assert.ok(svg.includes('<rect width="100%" height="100%" fill="#ffffff"/>'));
  assert.ok(svg.includes('@media (prefers-color-scheme: dark)'));
  assert.ok(svg.includes('svg [fill="#ffffff"]{fill:#14171a}'));
  assert.ok(svg.indexOf('<rect') < svg.indexOf('<text'), 'paper lies behind');
});

test('names that are not fit for a file, or come twice, are refused before anything is written', async () => {
  const inside = join(folder, 'refused');
  for (const name of ['../a', '', 'a b', '.a']) {
    assert.match(
      await refusal(writeFigures(inside, [figure, { ...figure, name }])),
      /expected names/,
    );
  }
  assert.match(
    await refusal(writeFigures(inside, [figure, figure])),
    /each once, got mountain-car-goal/,
  );
  assert.throws(() => readdirSync(inside), /ENOENT/);
});

test('a picture that cannot be turned into a PNG is named, and costs no other', async () => {
  const inside = join(folder, 'broken');
  const broken = { ...figure, name: 'broken', svg: '<svg' };
  const missing = await writeFigures(inside, [broken, figure]);
  assert.equal(
    missing.map(({ name }) => name),
    ['broken.png'],
  );
  assert.ok(existsSync(join(inside, `${figure.name}.png`)));
});

test('a folder that cannot be made is a mistake told in one line', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const error: unknown = await writeFigures(join(file, 'figures'), [figure]).catch(
    (thrown: unknown) => thrown,
  );
  assert.instance(error, ConfigError);
  assert.not.match((error as ConfigError).message, '\n');
});

test.run();
