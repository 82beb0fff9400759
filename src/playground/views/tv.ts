/** The noisy TV: its picture, and how much of its time and of its bonus each agent gets from it. */
import { linearAxis, wholeAxis } from '../../report/draw/axes.ts';
import { colourAt } from '../../report/draw/colourScale.ts';
import { outcomeOf } from '../../train/outcome.ts';
import type { Options } from '../../train/config/environments.ts';
import { chart } from '../draw/chart.ts';
import { css } from '../draw/colourBar.ts';
import { dataTable } from '../draw/dataTable.ts';
import { shownNumber } from '../draw/numbers.ts';
import type { About } from '../facts.ts';
import { h, setText, svg } from '../page/h.ts';
import { labelsOf, stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { Mounted, PageView } from './view.ts';

export const tvView: PageView = { name: 'tv', title: 'The noisy TV', create };

/** ms between two pictures, at least: faster flicker is a danger to some. */
const LEAST = 500;
/** Coasting draws the picture anew. */
const CHANNELS_ADDED = '4';
/** px */
const HEIGHT = 200;

/** Variables that are noise; null: this environment can have none. */
function channelsOf({ config }: About): number | null {
  const count = (config as unknown as Options)['tvChannels'] as number | undefined;
  return count ?? null;
}

function create(page: Page): Mounted {
  const note = h('p', { class: 'note' });
  const button = h('button', {
    type: 'button',
    onclick: () => {
      const isOn = channelsIn(page) > 0;
      page.set({ all: { ...page.state.all, tvChannels: isOn ? '0' : CHANNELS_ADDED } });
      page.restart();
    },
  });
  const parts = page.agents.map((_, n) => agentPart(page, n));
  const shares = shareChart(page);
  const pictures = h('div', { class: 'inside' }, ...parts.map((part) => part.element));
  const element = h('div', { class: 'tv' }, note, button, pictures, shares.element);
  return {
    element,
    update: () => {
      const [{ about }] = page.agents;
      const channels = about ? channelsOf(about) : null;
      element.parentElement!.hidden = channels === null;
      if (channels === null) return;
      const isOn = channels > 0;
      setText(
        note,
        isOn
          ? 'Whenever the car coasts, every channel shows a new random number. Nothing can be learnt from it. An agent that is rewarded for errors of its predictions keeps watching; one that is rewarded for what it learns should lose interest. One action of three is to coast.'
          : 'Some curious agents cannot look away from noise. Add a screen with random numbers to their environment, which changes whenever the car coasts:',
      );
      setText(button, isOn ? 'Remove the TV and restart' : 'Add a TV and restart');
      pictures.hidden = !isOn;
      shares.element.hidden = !isOn;
      if (!isOn) return;
      for (const part of [...parts, shares]) part.update();
    },
  };
}

const channelsIn = ({ agents: [{ about }] }: Page): number => (about && channelsOf(about)) ?? 0;

function agentPart(page: Page, n: number): Mounted {
  const client = page.agents[n];
  const heading = h('h3');
  const screen = svg('svg', { class: 'screen', role: 'img' });
  const time = meter('of its time it watches');
  const bonus = meter('of its bonus it earns there');
  const table = dataTable('Channels of the TV');
  const meters = h('div', { class: 'meters' }, time.element, bonus.element);
  const element = h(
    'div',
    { class: 'agent-tv' },
    heading,
    h('div', { class: 'group' }, screen, meters),
    table.element,
  );
  let drawn = 0;
  return {
    element,
    update: () => {
      const { about, frame, records } = client;
      setText(heading, labelsOf(page.state)[n]);
      element.style.setProperty('--agent', stylesOf(page.state)[n][page.theme]);
      if (!about) return;
      const channels = channelsOf(about) ?? 0;
      const { remoteShare, remoteBonusShare } = outcomeOf(records, about.environment.task);
      time.show(remoteShare);
      bonus.show(about.measure ? remoteBonusShare : null);
      const { observation } = frame ?? {};
      const picture = observation ? [...observation.subarray(observation.length - channels)] : [];
      table.update(() => ({
        head: ['channel', 'shows'],
        rows: picture.map((value, i) => [String(i + 1), shownNumber(value)]),
      }));
      const now = performance.now();
      if (now - drawn < LEAST * (page.isStill ? 4 : 1)) return;
      drawn = now;
      screen.setAttribute(
        'aria-label',
        `The TV of ${labelsOf(page.state)[n]}, ${channels} channels`,
      );
      drawScreen(screen, picture);
    },
  };
}

/** Squares, one for each channel. @param picture numbers from −1 to 1 */
function drawScreen(screen: SVGElement, picture: readonly number[]): void {
  const across = Math.max(1, Math.ceil(Math.sqrt(picture.length)));
  const rows = Math.max(1, Math.ceil(picture.length / across));
  screen.setAttribute('viewBox', `0 0 ${across} ${rows}`);
  screen.replaceChildren(
    ...picture.map((value, i) =>
      svg('rect', {
        x: i % across,
        y: Math.floor(i / across),
        width: 1,
        height: 1,
        fill: css(colourAt((value + 1) / 2)),
      }),
    ),
  );
}

interface Meter {
  readonly element: HTMLElement;
  readonly show: (share: number | null) => void;
}

/** A share as a bar with its number. */
function meter(what: string): Meter {
  const text = h('span');
  const fill = h('div', { class: 'fill' });
  return {
    element: h(
      'div',
      { class: 'meter' },
      text,
      h('div', { class: 'track', 'aria-hidden': 'true' }, fill),
    ),
    show: (share) => {
      const percent = share === null ? 0 : Math.max(0, Math.min(100, 100 * share));
      setText(text, share === null ? `${what}: none` : `${percent.toFixed(0)} % ${what}`);
      fill.style.width = `${percent}%`;
    },
  };
}

/** Both shares by episode. */
function shareChart(page: Page): Mounted {
  const drawing = svg('svg', {
    class: 'chart',
    role: 'img',
    'aria-label': 'Share of the time in which each agent watches the TV, by episode',
  });
  const caption = h(
    'figcaption',
    {},
    'Share of its time in which each agent watches, episode by episode.',
  );
  const table = dataTable('Share of time and of bonus from the TV, by episode');
  const element = h('figure', {}, drawing, caption, table.element);
  new ResizeObserver(() => page.changed()).observe(element);
  let shown = '';
  return {
    element,
    update: () => {
      const runs = page.agents.map(({ records }) => records);
      const width = element.clientWidth;
      const key = [width, page.theme, ...runs.map(({ length }) => length)].join();
      const labels = labelsOf(page.state);
      table.update(() => ({
        head: ['episode', ...labels.flatMap((label) => [`${label}: time`, `${label}: bonus`])],
        rows: Array.from({ length: Math.max(...runs.map(({ length }) => length)) }, (_, i) => [
          String(i + 1),
          ...runs.flatMap((records) =>
            [records.at(i)?.remoteShare, records.at(i)?.remoteBonusShare].map((share) =>
              share === null || share === undefined ? '' : `${(100 * share).toFixed(0)} %`,
            ),
          ),
        ]),
      }));
      if (key === shown || width === 0) return;
      shown = key;
      const last = Math.max(2, ...runs.map(({ length }) => length));
      const axes = [wholeAxis([1, last]), linearAxis([0, 1], { count: 4 })] as const;
      const size = { width, height: HEIGHT };
      const { axes: frame, path } = chart(size, axes, { x: 'episode', y: 'share of time' });
      drawing.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
      drawing.replaceChildren(
        frame,
        ...runs.map((records, n) => {
          const style = stylesOf(page.state)[n];
          const watched = records.filter(({ remoteShare }) => remoteShare !== null);
          return svg('polyline', {
            points: path(
              watched.map(({ episode }) => episode),
              watched.map(({ remoteShare }) => remoteShare!),
            ),
            fill: 'none',
            stroke: style[page.theme],
            'stroke-width': 2,
            'stroke-dasharray': style.dash.join(' '),
          });
        }),
      );
    },
  };
}
