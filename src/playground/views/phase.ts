/** The phase space: a layer of what is known of each state, and where the agent is. */
import { COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { mapPalette, mapPixels, rangeOf, type Range } from '../../report/phase/mapColours.ts';
import { mapKinds } from '../../report/phase/mapKinds.ts';
import type { LayerName, MapValue } from '../worker/answers/map.ts';
import { h, setText } from '../page/h.ts';
import type { Page } from '../page/page.ts';
import type { AgentView, Mounted } from './view.ts';

export const phaseView: AgentView = { name: 'phase', title: null, create };

function create(page: Page, n: number): Mounted {
  const canvas = h('canvas', { class: 'phase', width: COLUMNS, height: ROWS, role: 'img' });
  const caption = h('figcaption');
  const select = h('select', {
    'aria-label': `Layer of the phase space of agent ${n + 1}`,
    onchange: ({ target }) => page.set({ layer: (target as HTMLSelectElement).value }),
  });
  const element = h('figure', {}, select, canvas, caption);
  let value: MapValue | null = null;
  let watched = '';
  let unwatch = (): void => undefined;
  let madeFor: object | null = null;
  return {
    element,
    update: () => {
      const client = page.agents[n];
      const { about } = client;
      element.hidden = !about?.environment.phaseSpace;
      if (!about?.environment.phaseSpace) return;
      if (madeFor !== about) {
        madeFor = about;
        select.replaceChildren(
          ...Object.entries(mapKinds).flatMap(([layer, kind]) => {
            const words = kind.words(about.measure);
            return words ? [h('option', { value: layer }, words.title)] : [];
          }),
        );
        watched = '';
      }
      const layer = layerOf(page.state.layer, select);
      select.value = layer;
      if (watched !== layer) {
        watched = layer;
        unwatch();
        unwatch = client.watch('map', { layer }, (answer) => (value = answer));
      }
      if (!value?.values) return;
      const range: Range =
        value.scale === 'actions'
          ? [0, (about.environment.actionNames?.length ?? 3) - 1]
          : rangeOf(value.scale, value.values);
      paint(canvas, value.values, value, range);
      const words = mapKinds[value.layer].words(about.measure);
      setText(caption, words?.unit ?? '');
      canvas.setAttribute('aria-label', words?.title ?? '');
    },
  };
}

const layerOf = (layer: string, { options }: HTMLSelectElement): LayerName =>
  ([...options].some(({ value }) => value === layer) ? layer : 'visits') as LayerName;

function paint(
  canvas: HTMLCanvasElement,
  values: readonly number[],
  { scale }: MapValue,
  range: Range,
): void {
  const context = canvas.getContext('2d')!;
  const palette = mapPalette(scale, range);
  const image = context.createImageData(COLUMNS, ROWS);
  mapPixels(scale, values, range).forEach((place, i) => {
    const colour = palette[place];
    if (colour) image.data.set([...colour, 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
}
