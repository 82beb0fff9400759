/** A document in Markdown as HTML: formulas, code from the source, terms of the glossary, and states of the playground. */
import katex from 'katex';
import {
  Marked,
  type RendererObject,
  type TokenizerAndRendererExtension,
  type Tokens,
} from 'marked';
import { escapeMarkup } from '../../src/report/draw/escape.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import { coloured, excerpt } from './code.ts';
import { anchorOf, type Term, type Use } from './glossary.ts';
import { slugOf } from './slug.ts';
import { embedded, stateOf, VIEWS } from './state.ts';

export interface Reading {
  /** Of the document, from the root of the project. */
  readonly path: string;
  /** A file of the project, from its root. */
  readonly read: (path: string) => string;
  /** Where a link leads in the pages, and to which symbol or phrase; null: to nothing that they hold. */
  readonly hrefOf: (target: string, symbol: string | null, phrase: string | null) => string | null;
  /** Of the playground, without state. */
  readonly playground: string;
  readonly findTerms: (text: string) => Use[];
  readonly termHref: (term: Term) => string;
}

/** Name of the frame with the playground, for links that set its state. */
const FRAME = 'figure';

const MATHEMATICS = { output: 'mathml', throwOnError: true, strict: 'error' } as const;

function formula(tex: string, displayMode: boolean, path: string): string {
  try {
    return katex.renderToString(tex, { ...MATHEMATICS, displayMode });
  } catch (error) {
    throw new ConfigError(`${path}: $${tex}$: ${(error as Error).message}`);
  }
}

function formulas(path: string): TokenizerAndRendererExtension[] {
  const kind = (
    name: string,
    level: 'block' | 'inline',
    pattern: RegExp,
    wrap: (html: string) => string,
  ): TokenizerAndRendererExtension => ({
    name,
    level,
    start: (text) => {
      const at = text.indexOf(level === 'block' ? '$$' : '$');
      return at < 0 ? undefined : at;
    },
    tokenizer(text) {
      const match = pattern.exec(text);
      return match ? { type: name, raw: match[0], tex: match[1].trim() } : undefined;
    },
    renderer: ({ tex }) => wrap(formula(String(tex), level === 'block', path)),
  });
  return [
    kind(
      'formula',
      'block',
      /^ {0,3}\$\$([^]+?)\$\$[ \t]*(?:\n|$)/,
      (html) =>
        `<div class="formula" tabindex="0" role="group" aria-label="Formula">${html}</div>\n`,
    ),
    kind('symbols', 'inline', /^\$(?![\s$])((?:[^$\\]|\\[^])+?)(?<!\s)\$(?!\d)/, (html) => html),
  ];
}

/** `<!-- code: src/vime.ts train "a phrase of the paragraph" -->` */
const CODE = /^<!-- code: (\S+) ([\w.]+)(?: "([^"]+)")? -->\s*$/;
/** `<!-- figure: car, phase -->`: these views. The paragraph that follows is a link with the first state, and what it shows. */
const FIGURE = /^<!-- figure: ([\w, ]+) -->\s*$/m;

/** @throws ConfigError naming the document, if a directive, a formula or a figure is wrong */
export function toHtml(text: string, reading: Reading): string {
  const { path, read, hrefOf, playground, findTerms, termHref } = reading;
  const shown = FIGURE.exec(text)?.[1].split(', ') ?? null; // views of the figure; null: there is none
  const unknown = shown?.find((view) => !VIEWS.includes(view));
  if (unknown !== undefined) {
    throw new ConfigError(`${path}: expected views of ${VIEWS.join(', ')}, got ${unknown}`);
  }
  const inFrame = escapeMarkup(embedded(shown ?? []));
  const explained = new Set<Term>();
  let closed = 0; // depth of elements in which no term is marked
  let next: 'figure' | 'text' = 'text';

  const codeFigure = (file: string, symbol: string, phrase: string | null): string => {
    const { text: code, line } = excerpt(file, read(file), symbol, phrase);
    const href = hrefOf(`/${file}`, symbol, phrase);
    const where = `${escapeMarkup(file)}, line ${line}`;
    const caption = href === null ? where : `<a href="${href}">${where}</a>`;
    return (
      `<figure class="code"><pre tabindex="0" role="group" aria-label="Code"><code>${coloured(code)}</code></pre>` +
      `<figcaption>${caption}</figcaption></figure>\n`
    );
  };

  const frame = (state: string, name: string, caption: string): string => {
    const at = escapeMarkup(`${playground}#${state}`);
    return (
      `<figure class="playground"><iframe name="${FRAME}" title="${escapeMarkup(name)}" src="${at}${inFrame}" loading="lazy"></iframe>` +
      `<figcaption>${caption} <a href="${at}">Open it alone</a>. <a class="back" href="#" hidden>Back to the text</a></figcaption></figure>\n`
    );
  };

  const closing = <T>(render: () => T): T => {
    closed++;
    const result = render();
    closed--;
    return result;
  };

  const renderer: RendererObject = {
    heading({ tokens, depth }) {
      const inner = closing(() => this.parser.parseInline(tokens));
      const plain = inner.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '');
      return `<h${depth} id="${slugOf(plain)}">${inner}</h${depth}>\n`;
    },
    text(token) {
      if (token.type === 'text' && token.tokens) return this.parser.parseInline(token.tokens);
      const html = 'escaped' in token && token.escaped ? token.text : escapeMarkup(token.text);
      if (closed > 0) return html;
      let marked = '';
      let end = 0;
      for (const { term, text: words, index } of findTerms(html)) {
        if (explained.has(term)) continue;
        explained.add(term);
        const meaning = escapeMarkup(term.meaning);
        marked += `${html.slice(end, index)}<a class="term" href="${termHref(term)}" data-meaning="${meaning}">${words}</a>`;
        end = index + words.length;
      }
      return marked + html.slice(end);
    },
    strong({ tokens }) {
      const inner = closing(() => this.parser.parseInline(tokens));
      return `<dfn id="${anchorOf(inner.replace(/<[^>]*>/g, ''))}">${inner}</dfn>`;
    },
    link({ href, title, tokens, text: words }) {
      const inner = closing(() => this.parser.parseInline(tokens));
      const state = stateOf(href);
      if (state !== null) {
        const at = escapeMarkup(`${playground}#${state}`);
        return shown
          ? `<a class="state" target="${FRAME}" href="${at}${inFrame}">${inner}</a>`
          : `<a href="${at}">${inner}</a>`;
      }
      if (/^(https?|mailto):/.test(href)) return `<a href="${escapeMarkup(href)}">${inner}</a>`;
      const symbol = /^`([^`]+)`$/.exec(words)?.[1] ?? null;
      const to = hrefOf(href, symbol, title ?? null);
      return to === null ? inner : `<a href="${escapeMarkup(to)}">${inner}</a>`;
    },
    image({ href, text: alt }) {
      const to = hrefOf(href, null, null);
      return to === null ? '' : `<img src="${escapeMarkup(to)}" alt="${escapeMarkup(alt)}">`;
    },
    table(token) {
      const row = (cells: Tokens.TableCell[], tag: 'td' | 'th'): string =>
        `<tr>${cells
          .map(({ tokens, align }) => {
            const inner = this.parser.parseInline(tokens);
            const name = inner === '' ? 'td' : tag; // an empty cell is the head of nothing
            return `<${name}${align === 'right' ? ' class="number"' : ''}>${inner}</${name}>`;
          })
          .join('')}</tr>`;
      const rows = token.rows.map((cells) => row(cells, 'td')).join('\n');
      const head = row(token.header, 'th');
      return `<div class="table" tabindex="0" role="group" aria-label="Table"><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>\n`;
    },
    code({ text: code }) {
      return `<pre tabindex="0" role="group" aria-label="Code"><code>${escapeMarkup(code)}</code></pre>\n`;
    },
    html({ text: html }) {
      const code = CODE.exec(html);
      if (code) return codeFigure(code[1], code[2], code.at(3) ?? null);
      if (FIGURE.test(html)) {
        next = 'figure';
        return '';
      }
      if (/^<!-- (code|figure)/.test(html)) {
        throw new ConfigError(
          `${path}: expected <!-- code: FILE SYMBOL "PHRASE" --> or <!-- figure: VIEW, VIEW -->, got ${html.trim()}`,
        );
      }
      return html.replace(/ (src|srcset)="([^"]+)"/g, (all, name: string, target: string) => {
        const to = hrefOf(target, null, null);
        return to === null ? all : ` ${name}="${escapeMarkup(to)}"`;
      });
    },
    paragraph({ tokens }) {
      if (next === 'text') return `<p>${this.parser.parseInline(tokens)}</p>\n`;
      next = 'text';
      const [link] = tokens;
      const state = link.type === 'link' ? stateOf((link as Tokens.Link).href) : null;
      if (state === null)
        throw new ConfigError(
          `${path}: expected a figure that begins with a link to a state of the playground`,
        );
      return frame(state, (link as Tokens.Link).text, this.parser.parseInline(tokens));
    },
  };
  const html = new Marked({ renderer, extensions: formulas(path), async: false }).parse(
    text,
  ) as string;
  if ((next as string) === 'figure')
    throw new ConfigError(`${path}: expected a paragraph after <!-- figure: ... -->`);
  return html;
}
