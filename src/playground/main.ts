/** Entry of the page: reads the link, makes views and agents, and puts them together. */
import 'uplot/dist/uPlot.min.css';
import './style.css';
import { parseLink } from './link/link.ts';
import { acceptDrops } from './page/drops.ts';
import { h } from './page/h.ts';
import { stylesOf } from './page/names.ts';
import { Keeper } from './page/keeper.ts';
import { Page } from './page/page.ts';
import { savedRuns } from './page/savedRuns.ts';
import { AGENT_VIEWS, BOTTOM_VIEWS, TOP_VIEWS } from './views/list.ts';
import { continueRuns } from './views/saved.ts';
import type { Mounted } from './views/view.ts';

const root = document.getElementById('playground')!;
const { state, faults, runs } = parseLink(location.hash);
let mounted: Mounted[] = [];

const live = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
const page = new Page(state, live, draw, rebuild);
let columns: HTMLElement[] = [];

function draw(): void {
  const styles = stylesOf(page.state);
  columns.forEach((column, n) => column.style.setProperty('--agent', styles[n][page.theme]));
  for (const { update } of mounted) update();
}

function rebuild(): void {
  const isShown = ({ name }: { readonly name: string }): boolean => !page.state.hide.includes(name);
  mounted = [];
  for (const agent of page.agents) agent.unwatchAll();
  const keep = (view: Mounted): HTMLElement => {
    mounted.push(view);
    return view.element;
  };
  const section = (name: string, title: string | null, view: Mounted): HTMLElement =>
    h('section', { id: name }, title === null ? null : h('h2', {}, title), keep(view));
  columns = page.agents.map((_, n) =>
    h(
      'article',
      { class: 'agent', 'data-agent': n },
      ...AGENT_VIEWS.filter(isShown).map((view) => keep(view.create(page, n))),
    ),
  );
  root.replaceChildren(
    ...TOP_VIEWS.filter(isShown).map((v) => section(v.name, v.title, v.create(page))),
    h('div', { class: 'agents' }, ...columns),
    ...BOTTOM_VIEWS.filter(isShown).map((v) => section(v.name, v.title, v.create(page))),
  );
  page.changed();
}

document.documentElement.classList.toggle('embed', state.embed);
const tell = (fault: string): void => root.before(h('p', { class: 'fault', role: 'alert' }, fault));
for (const fault of faults) tell(`link: ${fault}`);
root.after(live);
rebuild();
// Frames in other pages would all write over one another.
if (!state.embed) new Keeper(page);
acceptDrops(page);
// A link in the text beside the page.
addEventListener('hashchange', () => {
  const link = parseLink(location.hash);
  page.set(link.state);
  rebuild();
  start(link.runs);
});

function start(plays: boolean): void {
  page.restart();
  if (plays) page.play();
}

const wasDropped = 'wasDiscarded' in document && document.wasDiscarded === true;
const kept = wasDropped && !state.embed ? await savedRuns() : null;
if (kept === null) start(runs);
else {
  try {
    await continueRuns(page, kept);
    if (kept.wasPlaying) page.play();
  } catch (error) {
    tell(`The runs that this browser kept cannot go on: ${(error as Error).message}`);
    start(runs);
  }
}
