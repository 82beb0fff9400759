/** A self-contained page: it opens from a disk, makes no network request and runs no script. */
import { escapeMarkup } from '../draw/escape.ts';
import {
  isMissing,
  missingLine,
  type Drawn,
  type Figure,
  type MissingPicture,
} from '../draw/figure.ts';
import { pageStyle } from './pageStyle.ts';

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  /** Each as long as the head; the first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** A picture of another kind than a chart. */
export interface Image {
  /** `data:image/png;base64,...` or `data:image/gif;base64,...` */
  readonly source: string;
  /** The same for a dark page. Default: `source`. */
  readonly dark?: string;
  /** Description of the picture, for screen readers. */
  readonly alt: string;
  readonly caption: string;
}

/** What something is called, and what it is: `seconds`, `11.3`. */
export type Fact = readonly [name: string, value: string];

/** A file beside the page. */
export interface FileLink {
  /** Its path from the page: `figures/a.svg`. */
  readonly path: string;
  /** What is in it. */
  readonly words?: string;
}

export type Block =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** @param fold label of the button that shows them. Default: they are shown. */
  | { readonly kind: 'files'; readonly files: readonly FileLink[]; readonly fold?: string }
  | { readonly kind: 'table'; readonly table: Table }
  /** Side by side where there is room. */
  | { readonly kind: 'figures'; readonly figures: readonly Drawn<Figure>[] }
  | { readonly kind: 'images'; readonly images: readonly Drawn<Image>[] };

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** Parts with headings of their own, which have no parts. Default: none. */
  readonly sections?: readonly Section[];
}

export interface Page {
  /** What is shown, and tells this page from others. */
  readonly title: string;
  /** A second line of the title, which also tells the page from others; where there is room for one line, it is appended. Default: none. */
  readonly subtitle?: string;
  readonly sections: readonly Section[];
}

function tableMarkup({ caption, head, rows }: Table): string {
  const uneven = rows.find((row) => row.length !== head.length);
  if (uneven) {
    throw new RangeError(
      `reportPage: ${caption}: expected rows of ${head.length} cells, got ${uneven.length}`,
    );
  }
  const label = escapeMarkup(caption);
  const columns = head.map((cell) => `<th scope="col">${escapeMarkup(cell)}</th>`).join('');
  const lines = rows.map(([name, ...cells]) => {
    const rest = cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join('');
    return `<tr><th scope="row">${escapeMarkup(name)}</th>${rest}</tr>`;
  });
  // A wide table scrolls by itself, under a caption that stays; tabindex lets the keyboard reach it.
  return [
    `<figure class="table"><figcaption>${label}</figcaption>`,
    `<div role="region" tabindex="0" aria-label="${label}"><table>`,
    `<thead><tr>${columns}</tr></thead>`,
    '<tbody>',
    ...lines,
    '</tbody></table></div></figure>',
  ].join('\n');
}

const missingMarkup = (missing: MissingPicture): string =>
  `<p class="missing">${escapeMarkup(missingLine(missing))}</p>`;

function figureMarkup(figure: Drawn<Figure>): string {
  if (isMissing(figure)) return missingMarkup(figure);
  const { svg, narrow, caption } = figure;
  const words = `<figcaption>${escapeMarkup(caption)}</figcaption>`;
  if (narrow === undefined) return `<figure>${svg}\n${words}</figure>`;
  const both = `<div class="if-wide">${svg}</div>\n<div class="if-narrow">${narrow}</div>`;
  return `<figure class="wide">${both}\n${words}</figure>`;
}

function checkImage(source: string): void {
  if (!/^data:image\/(png|gif);base64,[\w+/]+=*$/.test(source)) {
    throw new RangeError(
      `reportPage: expected an image as data:image/png or gif in base64, got ${source.slice(0, 40)}`,
    );
  }
}

function imageMarkup(image: Drawn<Image>): string {
  if (isMissing(image)) return missingMarkup(image);
  const { source, dark = source, alt, caption } = image;
  for (const url of [source, dark]) checkImage(url);
  const inDark =
    dark === source ? '' : `<source media="(prefers-color-scheme: dark)" srcset="${dark}">`;
  const picture = `<picture>${inDark}<img src="${source}" alt="${escapeMarkup(alt)}"></picture>`;
  return `<figure class="image">${picture}\n<figcaption>${escapeMarkup(caption)}</figcaption></figure>`;
}

function factsMarkup(facts: readonly Fact[]): string {
  const rows = facts.map(
    ([name, value]) => `<div><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd></div>`,
  );
  return `<dl>\n${rows.join('\n')}\n</dl>`;
}

function linkMarkup({ path, words }: FileLink): string {
  if (!/^(\w[\w.-]*\/)*\w[\w.-]*$/.test(path)) {
    throw new RangeError(`reportPage: expected a path from the page to a file, got ${path}`);
  }
  const more = words === undefined ? '' : `: ${escapeMarkup(words)}`;
  return `<li><a href="${path}">${path}</a>${more}</li>`;
}

function filesMarkup(files: readonly FileLink[], fold: string | undefined): string {
  const list = `<ul class="files">\n${files.map(linkMarkup).join('\n')}\n</ul>`;
  if (fold === undefined) return list;
  return `<details><summary>${escapeMarkup(fold)}</summary>\n${list}\n</details>`;
}

function blockMarkup(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return factsMarkup(block.facts);
    case 'files':
      return filesMarkup(block.files, block.fold);
    case 'prose':
      return `<p>${escapeMarkup(block.text)}</p>`;
    case 'table':
      return tableMarkup(block.table);
    case 'figures':
      return `<div class="figures">\n${block.figures.map(figureMarkup).join('\n')}\n</div>`;
    case 'images':
      return `<div class="images">\n${block.images.map(imageMarkup).join('\n')}\n</div>`;
  }
}

/** @param number of the section, `3` or `3-1`, which its id ends in: headings may be alike */
function sectionMarkup({ heading, blocks, sections = [] }: Section, number: string): string {
  const level = number.includes('-') ? 'h3' : 'h2';
  return [
    `<section id="section-${number}">`,
    `<${level}>${escapeMarkup(heading)}</${level}>`,
    ...blocks.map(blockMarkup),
    ...sections.map((part, n) => sectionMarkup(part, `${number}-${n + 1}`)),
    '</section>',
  ].join('\n');
}

function contents(sections: readonly Section[], prefix: string): string {
  const entries = sections.map(({ heading, sections: parts = [] }, n) => {
    const number = `${prefix}${n + 1}`;
    const inner = parts.length > 0 ? `\n${contents(parts, `${number}-`)}` : '';
    return `<li><a href="#section-${number}">${escapeMarkup(heading)}</a>${inner}</li>`;
  });
  return `<ul>\n${entries.join('\n')}\n</ul>`;
}

/** The pictures that are missing on a page. */
export function missingIn(sections: readonly Section[]): MissingPicture[] {
  return sections
    .flatMap(({ blocks, sections: parts = [] }) => [
      ...blocks.flatMap((block): readonly object[] =>
        block.kind === 'figures' ? block.figures : block.kind === 'images' ? block.images : [],
      ),
      ...missingIn(parts),
    ])
    .filter(isMissing);
}

/** Browsers that keep to this load nothing and run nothing, whatever the page may hold. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The page as HTML. All text is plain: nothing in it is read as markup.
 *
 * @throws RangeError if a table is uneven, an image is not in the page itself, or a file is not beside it
 */
export function reportPage({ title, subtitle, sections }: Page): string {
  const whole = subtitle === undefined ? title : `${title}; ${subtitle}`;
  const below = subtitle === undefined ? '' : `<p>${escapeMarkup(subtitle)}</p>`;
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeMarkup(whole)}</title>`,
    `<style>\n${pageStyle()}\n</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapeMarkup(title)}</h1>${below}</header>`,
    `<nav aria-label="Contents">\n${contents(sections, '')}\n</nav>`,
    '<main>',
    ...sections.map((section, n) => sectionMarkup(section, String(n + 1))),
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}
