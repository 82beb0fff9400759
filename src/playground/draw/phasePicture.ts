/**
 * A map of the phase space on a canvas, with lines and marks over it, that is pointed at, tapped or moved over by arrow keys. The selected
 * state is dragged by the mouse from anywhere, by a finger at its handle: elsewhere a finger scrolls the page.
 */
import type { PhaseAxis } from '../../env/environment.ts';
import type { PhaseRecord } from '../../train/config/task.ts';
import { COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { mapPalette, mapPixels, type MapScale, type Range } from '../../report/phase/mapColours.ts';
import { h, svg } from '../page/h.ts';

export type Place = readonly [x: number, y: number];

export interface PhasePicture {
  readonly element: HTMLElement;
  readonly paint: (values: readonly number[], scale: MapScale, range: Range) => void;
  /** @param at where the agent is @param selected the state that is looked into; null: none */
  readonly mark: (space: PhaseRecord, at: Place | null, selected: Place | null) => void;
}

export interface Handlers {
  /** Null before there is one. */
  readonly space: () => PhaseRecord | null;
  readonly selected: () => Place | null;
  readonly onSelect: (place: Place | null) => void;
  /** Null: the pointer has left. */
  readonly onPoint: (place: Place | null) => void;
}

/** Cells that an arrow key moves by, and with Shift. */
const STEP = 1;
const LEAP = 5;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Which share of an axis a value is at, and back. */
export const shareOn = ({ low, high }: PhaseAxis, value: number): number =>
  Math.min(1, Math.max(0, (value - low) / (high - low)));
export const valueOn = ({ low, high }: PhaseAxis, share: number): number =>
  low + Math.min(1, Math.max(0, share)) * (high - low);

export function phasePicture(handlers: Handlers): PhasePicture {
  const canvas = h('canvas', { class: 'phase', width: COLUMNS, height: ROWS });
  const marks = svg('svg', { class: 'marks', 'aria-hidden': 'true' });
  const handle = h('div', { class: 'handle', hidden: true });
  let isDragged = false;
  const endDrag = (): void => void (isDragged = false);
  const element = h(
    'div',
    {
      class: 'phase-box',
      tabindex: 0,
      role: 'application',
      'aria-roledescription': 'map',
      onpointerdown: (event) => {
        const { pointerType, pointerId, isPrimary, button } = event as PointerEvent;
        isDragged =
          isPrimary && button === 0 && (pointerType === 'mouse' || event.target === handle);
        if (isDragged) element.setPointerCapture(pointerId);
      },
      onpointermove: (event) => {
        if (isDragged) handlers.onSelect(placeAt(event));
        if ((event as PointerEvent).pointerType === 'mouse') handlers.onPoint(placeAt(event));
      },
      onlostpointercapture: endDrag,
      onpointerleave: () => handlers.onPoint(null),
      onclick: (event) => handlers.onSelect(placeAt(event)),
      onkeydown: (event) => press(event as KeyboardEvent),
    },
    canvas,
    marks,
    handle,
  );
  const placeAt = (event: Event): Place | null => {
    const { clientX, clientY } = event as MouseEvent;
    const box = canvas.getBoundingClientRect();
    const space = handlers.space();
    if (!space) return null;
    const [x, y] = space.axes;
    return [
      valueOn(x, (clientX - box.left) / box.width),
      valueOn(y, 1 - (clientY - box.top) / box.height),
    ];
  };
  const press = (event: KeyboardEvent): void => {
    const space = handlers.space();
    if (!space || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') handlers.onSelect(null);
    else if (Object.hasOwn(ARROWS, event.key)) {
      const [across, up] = ARROWS[event.key];
      const by = event.shiftKey ? LEAP : STEP;
      const [x, y] = space.axes;
      const from = handlers.selected() ?? [valueOn(x, 0.5), valueOn(y, 0.5)];
      handlers.onSelect([
        valueOn(x, shareOn(x, from[0]) + (across * by) / COLUMNS),
        valueOn(y, shareOn(y, from[1]) + (up * by) / ROWS),
      ]);
    } else return;
    event.preventDefault();
  };
  return {
    element,
    paint: (values, scale, range) => paintMap(canvas, values, scale, range),
    mark: ({ axes: [x, y], goal }, at, selected) => {
      const across = (value: number): string => `${(100 * shareOn(x, value)).toFixed(2)}%`;
      const down = (value: number): string => `${(100 * (1 - shareOn(y, value))).toFixed(2)}%`;
      const line = (x1: string, y1: string, x2: string, y2: string, kind: string): SVGElement =>
        svg('line', { x1, y1, x2, y2, class: kind });
      marks.replaceChildren(
        ...(goal === null ? [] : [line(across(goal), '0%', across(goal), '100%', 'goal')]),
        ...(selected === null
          ? []
          : ['halo', 'cross'].flatMap((kind) => [
              line(across(selected[0]), '0%', across(selected[0]), '100%', kind),
              line('0%', down(selected[1]), '100%', down(selected[1]), kind),
            ])),
        ...(at === null ? [] : [svg('circle', { cx: across(at[0]), cy: down(at[1]), r: 5 })]),
      );
      handle.hidden = selected === null;
      if (selected === null) return;
      handle.style.left = across(selected[0]);
      handle.style.top = down(selected[1]);
    },
  };
}

function paintMap(
  canvas: HTMLCanvasElement,
  values: readonly number[],
  scale: MapScale,
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
