/** What is pressed: play, pause, one step, one episode, speed, where to stop, restart, another seed. */
import { isExplored } from '../../report/runs/environments.ts';
import { button, h, setText } from '../page/h.ts';
import type { Page } from '../page/page.ts';
import { seedOf, SPEEDS, type Speed, type Until } from '../link/pageState.ts';
import type { Mounted, PageView } from './view.ts';

export const controlsView: PageView = { name: 'controls', title: null, create };

function create(page: Page): Mounted {
  const play = h('button', {
    type: 'button',
    class: 'primary',
    onclick: () => {
      if (page.isPlaying) page.pause();
      else if (isOver(page)) page.restart();
      else page.play();
    },
  });
  const step = button('One step', () => page.advance('step'));
  const episode = button('One episode', () => page.advance('episode'));
  const speed = h('select', {
    onchange: ({ target }) => page.set({ speed: (target as HTMLSelectElement).value as Speed }),
  });
  speed.append(
    ...Object.entries(SPEEDS).map(([value, { label }]) => h('option', { value }, label)),
  );
  const goal = h('input', {
    type: 'checkbox',
    onchange: ({ target }) => {
      const until: Until = { kind: (target as HTMLInputElement).checked ? 'first-goal' : 'end' };
      page.set({ until });
    },
  });
  const goalLabel = h('label', {}, goal, ' Stop at the first goal');
  const restart = button('Restart', () => page.restart());
  const newSeed = button('New seed', () => {
    const [seed] = crypto.getRandomValues(new Uint16Array(1));
    page.set({ all: { ...page.state.all, seed: String(1 + seed) } });
    page.restart();
  });
  const seed = h('span', { class: 'seed' });
  const element = h(
    'div',
    { class: 'controls' },
    h('div', { class: 'group' }, play, step, episode),
    h('div', { class: 'group' }, h('label', {}, 'Speed ', speed), goalLabel),
    h('div', { class: 'group' }, restart, newSeed, seed),
  );
  return {
    element,
    update: () => {
      const over = isOver(page);
      setText(play, page.isPlaying ? 'Pause' : over ? 'Run again' : 'Play');
      step.disabled = over;
      episode.disabled = over;
      speed.value = page.state.speed;
      const { about } = page.agents[0];
      goalLabel.hidden = about !== null && isExplored(about.environment.task);
      goal.checked = page.state.until.kind === 'first-goal';
      setText(seed, `seed ${seedOf(page.state)}`);
    },
  };
}

/** Whether no agent can go on. */
const isOver = ({ agents }: Page): boolean =>
  agents.every(({ status }) => status === 'finished' || status === 'failed');
