/** The phase space: a layer of what is known of each state, where the agent is, and the state that is looked into. */
import { cellOf, COLUMNS, middleOf, ROWS } from '../../train/config/phaseGrid.ts';
import type { Environment, PhaseSpace } from '../../env/environment.ts';
import type { Range } from '../../report/phase/mapColours.ts';
import { colourBar } from '../draw/colourBar.ts';
import { dataTable, type Table } from '../draw/dataTable.ts';
import { shownNumber } from '../draw/numbers.ts';
import { phasePicture, type Place } from '../draw/phasePicture.ts';
import { sharedRange, type ShownMap } from '../draw/sharedRange.ts';
import type { About } from '../facts.ts';
import { LAYERS, layerOf, type LayerName } from '../layers.ts';
import type { AgentClient } from '../page/agentClient.ts';
import { environmentOf } from '../page/environment.ts';
import { h, setText } from '../page/h.ts';
import { labelsOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { AgentView, Mounted } from './view.ts';

export const phaseView: AgentView = { name: 'phase', title: null, create };

/** Every so many cells along each axis there is one in the table. */
const TABLE_STEP = 5;

function create(page: Page, n: number): Mounted {
  const client = page.agents[n];
  const caption = h('figcaption');
  const axes = h('p', { class: 'axes' });
  const bar = h('div');
  const scales = h('p', { class: 'axes' });
  const table = dataTable('Phase space: every fifth cell along each axis');
  const select = h('select', {
    'aria-label': `Phase space of agent ${n + 1} shows`,
    onchange: ({ target }) => page.set({ layer: (target as HTMLSelectElement).value as LayerName }),
  });
  let pointed: Place | null = null;
  const picture = phasePicture({
    space: () => client.about?.environment.phaseSpace ?? null,
    selected: () => page.state.state,
    onSelect: (state) => page.set({ state }),
    onPoint: (place) => {
      pointed = place;
      page.changed();
    },
  });
  const element = h(
    'figure',
    {},
    h('label', {}, 'Phase space: ', select),
    picture.element,
    axes,
    bar,
    scales,
    caption,
    table.element,
  );
  /** Maps as they were when this one was painted last, its own first. */
  let painted: readonly ShownMap['values'][] = [];
  let watched = '';
  let unwatch = (): void => undefined;
  let madeFor: About | null = null;
  let env: Environment | null = null;
  return {
    element,
    update: () => {
      const { about, frame } = client;
      const space = about?.environment.phaseSpace;
      element.hidden = !space;
      if (!about || !space) return;
      if (madeFor !== about) {
        madeFor = about;
        env = environmentOf(about.config);
        select.replaceChildren(...optionsOf(about));
        setText(axes, axesOf(space));
        watched = '';
      }
      const { phaseSpace } = env ?? {};
      const layer = chosen(page.state.layer, about);
      select.value = layer;
      if (watched !== layer) {
        watched = layer;
        unwatch();
        unwatch = client.watch('map', { layer }, (answer) => (client.map = answer));
      }
      const at = frame?.observation ? phaseSpace?.placeOf(frame.observation) : null;
      picture.mark(space, at ?? null, page.state.state);
      const words = layerOf(layer).words(about.measure, about.config);
      picture.element.setAttribute(
        'aria-label',
        `${words?.title ?? ''} of ${labelsOf(page.state)[n]}. Arrow keys choose the state to look into, Escape none.`,
      );
      const map = shownMapOf(client);
      if (!map || client.map?.layer !== layer || !phaseSpace) return;
      const { values, scale } = map;
      const actions = actionsOf(about, env!);
      const others = page.agents.flatMap((other) =>
        other === client ? [] : (shownMapOf(other) ?? []),
      );
      const all = [map, ...others].map((one) => one.values);
      if (all.length !== painted.length || all.some((one, i) => one !== painted[i])) {
        painted = all;
        const { range, isShared } = rangeFor(map, others, actions.length);
        picture.paint(values, scale, range);
        bar.replaceChildren(colourBar(scale, range, actions));
        setText(scales, others.length === 0 ? '' : isShared ? ONE_SCALE : OWN_SCALES);
      }
      const shown = (number: number): string =>
        scale === 'actions' ? (actions[number] ?? '') : shownNumber(number);
      const place = pointed ?? page.state.state;
      setText(
        caption,
        place
          ? `${words?.title ?? ''}: ${shown(values[cellAt(phaseSpace, place)])} at ${placeText(place)} (${words?.unit ?? ''})`
          : `Colours: ${words?.unit ?? ''}. ${words?.caption ?? ''}`,
      );
      table.update(() => tableOf(values, shown, phaseSpace));
    },
  };
}

const ONE_SCALE = 'One scale for both agents: the same colour is the same number.';
const OWN_SCALES = 'Each agent has a scale of its own: the two show numbers of different kinds.';

function rangeFor(
  map: ShownMap,
  others: readonly ShownMap[],
  actionCount: number,
): { readonly range: Range; readonly isShared: boolean } {
  if (map.scale !== 'actions') return sharedRange(map, others);
  return { range: [0, actionCount - 1], isShared: others.every(({ unit }) => unit === map.unit) };
}

/** What the phase space of an agent shows, if there is something. */
function shownMapOf({ about, map }: AgentClient): ShownMap | null {
  const words = about && map && layerOf(map.layer).words(about.measure, about.config);
  return words && map.values ? { unit: words.unit, scale: map.scale, values: map.values } : null;
}

const optionsOf = ({ measure, config }: About): HTMLOptionElement[] =>
  Object.keys(LAYERS).flatMap((layer) => {
    const words = layerOf(layer as LayerName).words(measure, config);
    return words ? [h('option', { value: layer }, words.title)] : [];
  });

/** The layer that is asked for, or visits where the agent has none such. */
const chosen = (layer: LayerName, { measure, config }: About): LayerName =>
  layerOf(layer).words(measure, config) ? layer : 'visits';

/** `Across: position, −1.2 to 0.6. Up: velocity, −0.07 to 0.07.` */
function axesOf({ axes: [x, y], goal }: NonNullable<About['environment']['phaseSpace']>): string {
  const span = ({ name, low, high }: typeof x): string =>
    `${name}, ${shownNumber(low)} to ${shownNumber(high)}`;
  return `→ ${span(x)}; ↑ ${span(y)}${goal === null ? '' : '; dashed: the goal'}`;
}

/** Names of the actions; without names, their numbers. */
export const actionsOf = (
  { environment: { actionNames } }: About,
  { actionSpace }: Environment,
): readonly string[] =>
  actionNames ?? Array.from({ length: actionSpace.n }, (_, action) => String(action));

export const placeText = ([x, y]: Place): string => `${shownNumber(x)}, ${shownNumber(y)}`;

const cellAt = (phaseSpace: PhaseSpace, place: Place): number =>
  cellOf(phaseSpace, phaseSpace.observationAt(...place));

function tableOf(
  values: readonly number[],
  shown: (value: number) => string,
  phaseSpace: PhaseSpace,
): Table {
  const columns = Array.from({ length: COLUMNS / TABLE_STEP }, (_, i) => TABLE_STEP * i + 2);
  const rows = Array.from({ length: ROWS / TABLE_STEP }, (_, i) => ROWS - 3 - TABLE_STEP * i);
  const [x, y] = phaseSpace.axes;
  return {
    head: [
      `${y.name} \\ ${x.name}`,
      ...columns.map((column) => shownNumber(middleOf(phaseSpace, column)[0])),
    ],
    rows: rows.map((row) => [
      shownNumber(middleOf(phaseSpace, row * COLUMNS)[1]),
      ...columns.map((column) => shown(values[row * COLUMNS + column])),
    ]),
  };
}
