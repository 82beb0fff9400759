/** The style sheet of the book. */
import { FAINT_INK, GRID, INK, PAPER, type Theme } from '../../src/report/draw/palette.ts';

interface Colours {
  readonly link: string;
  readonly comment: string;
  readonly word: string;
  readonly string: string;
  readonly shade: string;
}

/** On paper and on shade with a contrast of 4.5 or more (test/scripts/book/style.test.ts). */
export const COLOURS: Readonly<Record<Theme, Colours>> = {
  light: {
    link: '#0a58a6',
    comment: '#59616b',
    word: '#8a2be2',
    string: '#9a3412',
    shade: '#f4f6f8',
  },
  dark: {
    link: '#7db8f5',
    comment: '#a9b0b8',
    word: '#cfa8ff',
    string: '#f0b48a',
    shade: '#1d2227',
  },
};

const variables = (theme: Theme): string => {
  const own = Object.entries(COLOURS[theme]).map(([name, colour]) => `--${name}:${colour}`);
  const shared = Object.entries({ ink: INK, faint: FAINT_INK, grid: GRID, paper: PAPER }).map(
    ([name, pair]) => `--${name}:${pair[theme]}`,
  );
  return `:root{${[...shared, ...own].join(';')}}`;
};

/** From here on the playground stands beside the text. */
const WIDE = '68rem';

const RULES = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0 auto;padding:0 1rem 4rem;max-width:44rem;font:1.0625rem/1.6 system-ui,'Open Sans',Helvetica,Arial,sans-serif;
color:var(--ink);background:var(--paper);overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.2;margin:1.5rem 0 1rem}
h2{font-size:1.3rem;line-height:1.25;margin:2.25rem 0 .5rem}
h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
p,ul,ol,dl{margin:.75rem 0}
li{margin:.25rem 0}
a{color:var(--link)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:.75rem 0;font-size:.9375rem}
nav a{padding:.25rem 0}
header{border-bottom:1px solid var(--grid)}
footer{border-top:1px solid var(--grid);margin-top:3rem}
footer nav{justify-content:space-between}
dfn{font-weight:700;font-style:normal}
code{font:.875em/1.5 ui-monospace,'Cascadia Mono',Menlo,Consolas,monospace;background:var(--shade);border-radius:3px;padding:.1em .25em}
pre{margin:1rem 0;padding:.75rem;overflow-x:auto;background:var(--shade);border-radius:6px}
pre code{padding:0;background:none;font-size:.8125rem}
pre .comment{color:var(--comment)}
pre .word{color:var(--word)}
pre .string{color:var(--string)}
pre .line:target{background:var(--grid)}
figure{margin:1.25rem 0}
figure pre{margin:0}
figcaption{font-size:.875rem;line-height:1.45;color:var(--faint);margin-top:.35rem}
.formula{overflow-x:auto;padding:.5rem 0;margin:.5rem 0}
.table{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
.number{text-align:right}
img{max-width:100%;height:auto;background:#fff;border-radius:4px}
details{margin:.75rem 0;padding:.5rem .75rem;border:1px solid var(--grid);border-radius:6px}
summary{cursor:pointer;font-weight:600}
iframe{display:block;width:100%;height:min(40rem,85vh);border:1px solid var(--grid);border-radius:6px;background:var(--paper)}
a.term{color:inherit;text-decoration:underline dotted var(--faint);text-underline-offset:.2em}
a.state{font-weight:600;text-decoration-style:wavy;text-decoration-thickness:1px;text-underline-offset:.25em}
a.state[aria-current]{background:var(--shade);outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
#meaning{position:fixed;margin:0;inset:auto;max-width:min(24rem,calc(100vw - 1rem));padding:.5rem .75rem;font-size:.9375rem;line-height:1.45;
color:var(--ink);background:var(--paper);border:1px solid var(--faint);border-radius:6px}
body:not(.beside) main:has(pre.file){overflow-x:hidden}
@media (min-width:${WIDE}){
body.beside{max-width:none;margin:0;padding:0 2rem 4rem;width:42rem}
.beside figure.playground{position:fixed;inset:0 0 0 42rem;margin:0;padding:1rem;display:flex;flex-direction:column;border-left:1px solid var(--grid)}
.beside iframe{flex:1;height:auto}
.beside .back{display:none}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{nav,iframe{display:none}}
`;

export function bookStyle(): string {
  return [
    variables('light'),
    `@media (prefers-color-scheme:dark){${variables('dark')}}`,
    RULES.trim(),
    '',
  ].join('\n');
}
