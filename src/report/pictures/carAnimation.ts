/** The car under greedy policies, side by side: the hill, the goal's flag, the step count and how it ended. */
import { GOAL_POSITION, MAX_POSITION, MIN_POSITION } from '../../env/mountainCar.ts';
import { cos, sin } from '../../math/numerics/cos.ts';
import { FONT, SPARE_BOLD } from '../draw/draw.ts';
import { escapeMarkup } from '../draw/escape.ts';
import { encodeGif, type Frame, type Themed } from '../draw/gif.ts';
import type { GreedyEpisode } from '../runs/greedyEpisode.ts';
import { darkened, FAINT_INK, GRID, INK, PAPER, styleOf } from '../draw/palette.ts';
import { wrapped } from '../draw/textWidth.ts';

/** px, of each car's picture */
const WIDTH = 340;
const HEIGHT = 226;
const MARGIN = 20;
const SCALE = (WIDTH - 2 * MARGIN) / (MAX_POSITION - MIN_POSITION); // px for each position
const VALLEY = 190; // px from the top
const STEEPNESS = 54; // px from the middle of the hill to its top: less than true to scale
const LABEL_SIZE = 17;
const LABEL_LINE = 20; // from one line of a label to the next
const LABEL_TOP = 26; // of the first line's foot

/** Least number of steps from one picture to the next, and the time between, ms. */
const STRIDE = 2;
/** Pictures of a long episode: further apart. */
const MOST_FRAMES = 250;
const DELAY = 50;
const HOLD = 2500; // ms, at the end

/** Height of the hill at a position, in [−1, 1]: Gymnasium's, whose slope is the environment's gravity. */
const height = (position: number): number => sin(3 * position);

const xAt = (position: number): number => MARGIN + (position - MIN_POSITION) * SCALE;
const yAt = (position: number): number => VALLEY - STEEPNESS * (height(position) + 1);
const shown = (value: number): string => value.toFixed(1);

/** An episode, and what its run is called. */
export interface Drive extends GreedyEpisode {
  readonly label: string;
}

/** A GIF, for light and for dark pages, that runs until the last car has come to its end. */
export function carAnimation(episodes: readonly Drive[]): Themed {
  const longest = Math.max(...episodes.map(({ moments }) => moments.length - 1));
  const frames: Frame[] = [];
  const stride = Math.max(STRIDE, Math.ceil(longest / MOST_FRAMES));
  for (let step = 0; step < longest; step += stride) {
    frames.push({ svg: carPicture(episodes, step), milliseconds: DELAY });
  }
  frames.push({ svg: carPicture(episodes, longest), milliseconds: HOLD });
  const dark = frames.map((frame) => ({ ...frame, svg: darkened(frame.svg) }));
  return { light: encodeGif(frames), dark: encodeGif(dark) };
}

/** All cars at a step. The size and all places are the same for any step. */
export function carPicture(episodes: readonly Drive[], step: number): string {
  const width = WIDTH * episodes.length;
  const labels = episodes.map(({ label }) =>
    wrapped(label, (WIDTH - 2 * MARGIN) / SPARE_BOLD, LABEL_SIZE),
  );
  const below = LABEL_LINE * (Math.max(...labels.map(({ length }) => length)) - 1);
  const scenes = episodes.map(
    (episode, n) =>
      `<svg x="${n * WIDTH}" width="${WIDTH}" height="${HEIGHT + below}">` +
      `${scene(episode, labels[n], step, below)}</svg>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT + below}" font-family="${FONT}">` +
    `<rect width="${width}" height="${HEIGHT + below}" fill="${PAPER.light}"/>${scenes.join('')}</svg>`
  );
}

/** `goal after 103 steps` */
export function endOf({ moments, reachedGoal }: GreedyEpisode): string {
  const last = moments.length - 1;
  return reachedGoal ? `goal after ${last} steps` : `no goal in ${last} steps`;
}

/** @param below px, by which all but the label is moved down */
function scene(drive: Drive, label: readonly string[], step: number, below: number): string {
  const { agent, moments } = drive;
  const last = moments.length - 1;
  const at = Math.min(step, last);
  const { observation, action } = moments[at];
  const colour = styleOf(agent).light;
  return [
    ...label.map(
      (line, n) =>
        `<text x="${MARGIN}" y="${LABEL_TOP + LABEL_LINE * n}" font-size="${LABEL_SIZE}" font-weight="600" fill="${colour}">${escapeMarkup(line)}</text>`,
    ),
    `<g transform="translate(0 ${below})">`,
    hill(),
    flag(),
    car(observation[0], action, colour),
    `<text x="${MARGIN}" y="46" font-size="14" fill="${INK.light}">${at === last ? endOf(drive) : `step ${at}`}</text>`,
    '</g>',
  ].join('');
}

function hill(): string {
  const points = Array.from({ length: 91 }, (_, n) => {
    const position = MIN_POSITION + (n / 90) * (MAX_POSITION - MIN_POSITION);
    return `${shown(xAt(position))},${shown(yAt(position))}`;
  });
  const line = points.join(' ');
  const [left, right] = [xAt(MIN_POSITION), xAt(MAX_POSITION)].map(shown);
  const bottom = HEIGHT - 8;
  return (
    `<polygon points="${left},${bottom} ${line} ${right},${bottom}" fill="${GRID.light}"/>` +
    `<polyline points="${line}" fill="none" stroke="${FAINT_INK.light}" stroke-width="2"/>`
  );
}

function flag(): string {
  const x = xAt(GOAL_POSITION);
  const y = yAt(GOAL_POSITION);
  return (
    `<path d="M${shown(x)} ${shown(y)}v-40" stroke="${INK.light}" stroke-width="2"/>` +
    `<path d="M${shown(x)} ${shown(y - 40)}l-20 7 20 7z" fill="#d9a400"/>`
  );
}

/** The car stands along the slope; a triangle in front shows which way the engine pushes. */
function car(position: number, action: number | null, colour: string): string {
  const slope = (STEEPNESS * 3 * cos(3 * position)) / SCALE; // dy/dx, up is positive
  const length = Math.sqrt(1 + slope * slope);
  const along = (1 / length).toFixed(4);
  const up = (slope / length).toFixed(4);
  const down = (-slope / length).toFixed(4);
  const place = `${along} ${down} ${up} ${along} ${shown(xAt(position))} ${shown(yAt(position))}`;
  const push = action === 2 ? 'M22 -16l9 5 -9 5z' : action === 0 ? 'M-22 -16l-9 5 9 5z' : '';
  return (
    `<g transform="matrix(${place})">` +
    `<path d="M-17 -7v-7h6l5 -7h11l6 7h6v7z" fill="${colour}"/>` +
    `<circle cx="-9" cy="-5" r="5" fill="${INK.light}"/><circle cx="9" cy="-5" r="5" fill="${INK.light}"/>` +
    (push === '' ? '' : `<path d="${push}" fill="${INK.light}"/>`) +
    `</g>`
  );
}
