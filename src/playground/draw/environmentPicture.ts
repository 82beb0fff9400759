/** The picture of an environment as SVG, drawn anew only where it has changed. */
import type { Environment, Shape, Snapshot } from '../../env/environment.ts';
import type { Theme } from '../../report/draw/palette.ts';
import { inkColour, pointsOf } from '../../report/pictures/shapes.ts';
import { svg } from '../page/h.ts';

/** Units of the drawing across. */
const WIDTH = 340;

export interface Scene {
  readonly observation: Float64Array;
  /** What is done next; null: nothing. */
  readonly action: number | null;
  /** The episode up to here, as far as it is known. */
  readonly before: readonly Snapshot[];
  /** Of the agent. */
  readonly colour: string;
  readonly theme: Theme;
}

/** @returns draws a scene of an environment that has a picture */
export function environmentPicture(
  drawing: SVGSVGElement,
): (picture: NonNullable<Environment['picture']>, scene: Scene) => void {
  let drawn = '';
  return (picture, { observation, action, before, colour, theme }) => {
    const scale = WIDTH / (picture.high[0] - picture.low[0]);
    const height = Math.ceil((picture.high[1] - picture.low[1]) * scale);
    const shapes = picture.draw(observation, action, before);
    const points = shapes.map((shape) => pointsOf(shape, picture, scale));
    const inks = shapes.map(({ ink, isFilled }) => `${ink} ${isFilled}`);
    const now = [height, colour, theme, ...points, ...inks].join(' ');
    if (now === drawn) return;
    drawn = now;
    drawing.setAttribute('viewBox', `0 0 ${WIDTH} ${height}`);
    drawing.replaceChildren(
      ...shapes.map((shape, m) => elementOf(shape, points[m], inkColour(shape.ink, colour, theme))),
    );
  };
}

const elementOf = ({ isFilled }: Shape, points: string, colour: string): SVGElement =>
  isFilled
    ? svg('polygon', { points, fill: colour })
    : svg('polyline', { points, fill: 'none', stroke: colour, 'stroke-width': 2 });
