/** Episodes of greedy policies, side by side: the picture of the environment, the step count and how each ended. */
import type { Picture, Shape } from '../../env/environment.ts';
import { FONT, SPARE_BOLD } from '../draw/draw.ts';
import { escapeMarkup } from '../draw/escape.ts';
import { encodeGif, type Frame, type Themed } from '../draw/gif.ts';
import type { GreedyEpisode } from '../runs/playEpisode.ts';
import { captionAt, stepsPerSecond } from './shownEpisode.ts';
import { darkened, INK, PAPER, styleOf } from '../draw/palette.ts';
import { wrapped } from '../draw/textWidth.ts';
import { inkColour, pointsOf } from './shapes.ts';

/** px, of each picture */
const WIDTH = 340;
const MARGIN = 20;
const LABEL_SIZE = 17;
const LABEL_LINE = 20; // from one line of a label to the next
const LABEL_TOP = 26; // of the first line's foot
const STEP_TOP = 46; // of the step count's foot
const HEAD = 30; // above the picture, which may reach beside the texts

/** Of a long episode. */
const STEPS_PER_SECOND = 40;
/** ms from one picture to the next, at least. */
const DELAY = 50;
/** s that the steps take, at most. */
const LONGEST = 12.5;
const HOLD = 2500; // ms, at the end

/** An episode, what its run is called, and how it is drawn. */
export interface NamedEpisode extends GreedyEpisode {
  readonly label: string;
  readonly picture: Picture;
}

/** A GIF, for light and for dark pages, that runs until the last episode has come to its end. */
export function animation(episodes: readonly NamedEpisode[]): Themed {
  const frames = framesOf(episodes);
  const dark = frames.map((frame) => ({ ...frame, svg: darkened(frame.svg) }));
  return { light: encodeGif(frames), dark: encodeGif(dark) };
}

/** Its frames, for light pages. */
export function framesOf(episodes: readonly NamedEpisode[]): Frame[] {
  const longest = Math.max(...episodes.map(({ snapshots }) => snapshots.length - 1));
  const frames: Frame[] = [];
  const rate = Math.max(stepsPerSecond(longest, STEPS_PER_SECOND), longest / LONGEST);
  const stride = Math.ceil((rate * DELAY) / 1000); // steps from one picture to the next
  const milliseconds = (1000 * stride) / rate;
  for (let step = 0; step < longest; step += stride) {
    frames.push({ svg: frameAt(episodes, step), milliseconds });
  }
  frames.push({ svg: frameAt(episodes, longest), milliseconds: HOLD });
  return frames;
}

/** All episodes at a step. The size and all places are the same for any step. */
export function frameAt(episodes: readonly NamedEpisode[], step: number): string {
  const width = WIDTH * episodes.length;
  const labels = episodes.map(({ label }) =>
    wrapped(label, (WIDTH - 2 * MARGIN) / SPARE_BOLD, LABEL_SIZE),
  );
  const below = LABEL_LINE * (Math.max(...labels.map(({ length }) => length)) - 1);
  const height = HEAD + below + Math.max(...episodes.map(({ picture }) => heightOf(picture)));
  const scenes = episodes.map(
    (episode, n) =>
      `<svg x="${n * WIDTH}" width="${WIDTH}" height="${height}">` +
      `${scene(episode, labels[n], step, below)}</svg>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT}">` +
    `<rect width="${width}" height="${height}" fill="${PAPER.light}"/>${scenes.join('')}</svg>`
  );
}

/** px for each unit of the picture. */
const scaleOf = ({ low, high }: Picture): number => WIDTH / (high[0] - low[0]);
/** px */
const heightOf = (picture: Picture): number =>
  Math.ceil((picture.high[1] - picture.low[1]) * scaleOf(picture));

/** @param below px, by which all but the label is moved down */
function scene(
  episode: NamedEpisode,
  label: readonly string[],
  step: number,
  below: number,
): string {
  const { agent, snapshots, picture } = episode;
  const last = snapshots.length - 1;
  const at = Math.min(step, last);
  const { observation, action } = snapshots[at];
  const shapes = picture.draw(observation, action, snapshots.slice(0, at));
  const colour = styleOf(agent).light;
  return [
    ...label.map(
      (line, n) =>
        `<text x="${MARGIN}" y="${LABEL_TOP + LABEL_LINE * n}" font-size="${LABEL_SIZE}" font-weight="600" fill="${colour}">${escapeMarkup(line)}</text>`,
    ),
    `<g transform="translate(0 ${below})">`,
    ...shapes.map((shape) => drawing(shape, picture, colour)),
    `<text x="${MARGIN}" y="${STEP_TOP}" font-size="14" fill="${INK.light}">${captionAt(at, last, episode.reachedGoal)}</text>`,
    '</g>',
  ].join('');
}

function drawing(shape: Shape, picture: Picture, agent: string): string {
  const points = pointsOf(shape, picture, scaleOf(picture), HEAD);
  const colour = inkColour(shape.ink, agent, 'light');
  return shape.isFilled
    ? `<polygon points="${points}" fill="${colour}"/>`
    : `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}
