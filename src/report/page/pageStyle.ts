/** The style of a page: readable on small and large screens, in light and dark mode. */
import { darkRules, FAINT_INK, GRID, INK, PAPER, type Theme } from '../draw/palette.ts';

/** Widest a chart is drawn, px: letters stay near the size of the text around them. */
const CHART_MOST = 480;

/** Of links. */
const LINK = { light: '#0a58a6', dark: '#7db8f5' };

const PAGE = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1rem;max-width:80rem;font:1rem/1.5 system-ui,'Open Sans',Helvetica,Arial,sans-serif;
color:var(--ink);background:var(--paper)}
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.35rem;line-height:1.25;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--grid)}
h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
p{max-width:44rem;margin:.5rem 0}
a{color:var(--link)}
nav ul{list-style:none;margin:.25rem 0;padding:0}
nav ul ul{padding-left:1.25rem}
nav a{display:inline-block;padding:.2rem 0}
header p{color:var(--faint);margin:0 0 1rem}
dl{display:grid;grid-template-columns:fit-content(45%) 1fr;gap:.3rem 1rem;margin:1rem 0;font-size:.95rem;line-height:1.4}
dl div{display:contents}
dt{color:var(--faint)}
dd{margin:0;overflow-wrap:anywhere}
ul.files{margin:.75rem 0;padding-left:1.2rem}
summary{cursor:pointer}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .7rem;border-bottom:1px solid var(--grid);text-align:right;white-space:nowrap}
thead th{border-bottom:1px solid var(--faint);vertical-align:bottom;white-space:normal;max-width:9rem}
th:first-child{text-align:left;padding-left:0;position:sticky;left:0;background:var(--paper)}
.figures,.images{display:grid;gap:2rem 1.5rem;margin:1.25rem 0;align-items:start}
.figures{grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr))}
.images{grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr))}
figure{margin:0;max-width:${CHART_MOST}px}
figure svg{display:block;overflow:visible;width:100%;height:auto}
figure.image,figure.table{max-width:100%}
.if-wide{display:none}
figure.table{margin:1rem 0}
figure.table div{overflow-x:auto}
figure.table figcaption{max-width:44rem;margin:0 0 .35rem}
.missing{color:var(--faint);font-size:.875rem;grid-column:1/-1;overflow-wrap:anywhere}
img{display:block;max-width:100%;height:auto;border-radius:4px}
figcaption{font-size:.875rem;line-height:1.45;color:var(--faint);margin-top:.35rem;max-width:44rem}
@media (max-width:40rem){table{font-size:.85rem}th,td{padding:.3rem;white-space:normal}thead th{max-width:6rem}}
@media (min-width:64rem){.if-wide{display:block}.if-narrow{display:none}figure.wide{grid-column:1/-1;max-width:100%}
figure.wide svg{width:auto;max-width:100%}}
`;

const variables = (theme: Theme): string =>
  `:root{--ink:${INK[theme]};--faint:${FAINT_INK[theme]};--grid:${GRID[theme]};--paper:${PAPER[theme]};--link:${LINK[theme]}}`;

/** The colours of pages, as variables of their style sheets. */
export const pageColours = (): string =>
  [variables('light'), '@media (prefers-color-scheme:dark){', variables('dark'), '}'].join('\n');

/** The style sheet of a page, with rules that turn its charts dark when the page is. */
export function pageStyle(): string {
  return [
    pageColours(),
    PAGE.trim(),
    `@media (prefers-color-scheme:dark){`,
    darkRules(),
    '}',
    '@media print{nav{display:none}figure,tr{break-inside:avoid}}',
  ].join('\n');
}
