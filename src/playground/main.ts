/** Entry of the page: reads the link, makes views and agents, and puts them together. */
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { parseLink } from './link/link.ts';
import { h } from './page/h.ts';
import { stylesOf } from './page/names.ts';
import { Page } from './page/page.ts';
import { AGENT_VIEWS, BOTTOM_VIEWS, TOP_VIEWS } from './views/list.ts';
import type { Mounted } from './views/view.ts';

const root = document.getElementById('playground')!;
const { state, faults, runs } = parseLink(location.hash);
let mounted: Mounted[] = [];

const page = new Page(state, draw, rebuild);

function draw(): void {
  for (const { update } of mounted) update();
}

function rebuild(): void {
  const isShown = ({ name }: { readonly name: string }): boolean => !page.state.hide.includes(name);
  const styles = stylesOf(page.state);
  mounted = [];
  const keep = (view: Mounted): HTMLElement => {
    mounted.push(view);
    return view.element;
  };
  const section = (name: string, title: string | null, view: Mounted): HTMLElement =>
    h('section', { id: name }, title === null ? null : h('h2', {}, title), keep(view));
  const columns = page.agents.map((_, n) => {
    const column = h(
      'article',
      { class: 'agent' },
      ...AGENT_VIEWS.filter(isShown).map((view) => keep(view.create(page, n))),
    );
    column.style.setProperty('--agent', styles[n][page.theme]);
    return column;
  });
  root.replaceChildren(
    ...TOP_VIEWS.filter(isShown).map((v) => section(v.name, v.title, v.create(page))),
    h('div', { class: 'agents' }, ...columns),
    ...BOTTOM_VIEWS.filter(isShown).map((v) => section(v.name, v.title, v.create(page))),
  );
  page.changed();
}

document.documentElement.classList.toggle('embed', state.embed);
for (const fault of faults)
  root.before(h('p', { class: 'fault', role: 'alert' }, `link: ${fault}`));
rebuild();
page.restart();
if (runs) page.play();
addEventListener('hashchange', () => location.reload()); // a link in the text beside it
