/** The colours of a map from the least to the most, with their numbers, or the name of each action. */
import { linearAxis, logAxis } from '../../report/draw/axes.ts';
import type { Rgb } from '../../report/draw/colourScale.ts';
import {
  actionColours,
  mapPalette,
  shareOf,
  type MapScale,
  type Range,
} from '../../report/phase/mapColours.ts';
import { h } from '../page/h.ts';

/** Numbers along the bar, about. */
const NUMBERS = 3;

export const css = ([r, g, b]: Rgb): string => `rgb(${r} ${g} ${b})`;

/** @param actions names, where actions are shown */
export function colourBar(scale: MapScale, range: Range, actions: readonly string[]): HTMLElement {
  return scale === 'actions' ? actionBar(actions) : numberBar(scale, range);
}

function actionBar(actions: readonly string[]): HTMLElement {
  const colours = actionColours(actions.length);
  const entries = actions.map((name, n) => {
    const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
    swatch.style.backgroundColor = css(colours[n]);
    return h('li', {}, swatch, name);
  });
  return h('ul', { class: 'colour-bar actions-bar' }, ...entries);
}

function numberBar(scale: 'linear' | 'log', range: Range): HTMLElement {
  const colours = mapPalette(scale, range).filter((colour) => colour !== null);
  const strip = h('div', { class: 'strip', 'aria-hidden': 'true' });
  strip.style.background = `linear-gradient(to right, ${colours.map(css).join(', ')})`;
  const { values, labels } =
    scale === 'log'
      ? logAxis(range, NUMBERS)
      : linearAxis(range, { count: NUMBERS - 1, nice: false });
  const numbers = values.map((value, n) => {
    const share = shareOf(value, range, scale);
    const number = h('span', {}, labels[n]);
    number.style.left = `${100 * share}%`;
    number.style.transform = `translateX(${-100 * share}%)`;
    return number;
  });
  return h('div', { class: 'colour-bar' }, strip, h('div', { class: 'bar-numbers' }, ...numbers));
}
