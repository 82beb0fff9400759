/** An episode in a terminal: the picture of its environment, and beside it the states visited so far. */
import type { Picture, Snapshot } from '../../env/environment.ts';
import { coloured } from './braille.ts';
import { phaseDots, type Visited } from './phaseDots.ts';
import { agentColour, pictureDots } from './pictureDots.ts';

/** What is shown. */
export interface Scene {
  readonly agent: string;
  /** How far all is; parts, each after two spaces, are left out from the end where there is no room. */
  readonly status: string;
  /** What the agent is doing. */
  readonly caption: string;
  /** What was reached so far, a line each; the newest are shown. */
  readonly notes: readonly string[];
  readonly picture: Picture;
  readonly observation: Float64Array;
  /** What is done next; null: nothing. */
  readonly action: number | null;
  /** The episode up to here, as far as it is known. */
  readonly before: readonly Snapshot[];
  /** Null: the environment has no phase space. */
  readonly visited: Visited | null;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Characters of a picture. */
const LEAST_WIDTH = 26;
const LEAST_HEIGHT = 4;
/** Height of a picture at most, as a share of its width: a character is about twice as high as wide. */
const MOST_HEIGHT = 2 / 3;
const GAP = 3;
/** Left of the phase space: labels of its second variable, cut to so many characters. */
const LONGEST_LABEL = 12;
/** Above a picture, and below a phase space: its heading, and the labels of its first variable. */
const FRAME_LINES = 2;
/** Side by side, unless one above the other gives pictures so many times as large. */
const STACKED_GAIN = 1.5;

interface Layout {
  readonly arrangement: 'beside' | 'stacked' | 'alone';
  /** Of a picture. */
  readonly width: number;
  readonly height: number;
}

/**
 * How the pictures fill so many characters best; null if none fits.
 *
 * @param margin left of the phase space; null: there is none
 */
function layoutIn(columns: number, rows: number, margin: number | null): Layout | null {
  const of = (arrangement: Layout['arrangement'], width: number, height: number): Layout => ({
    arrangement,
    width,
    height: Math.min(height, Math.floor(width * MOST_HEIGHT)),
  });
  const fits = ({ width, height }: Layout): boolean =>
    width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
  const area = ({ width, height }: Layout): number => width * height;
  const missing = margin === null ? 0 : 1; // the line that names it
  const alone = of('alone', columns, rows - 1 - missing);
  if (margin === null) return fits(alone) ? alone : null;
  const beside = of('beside', Math.floor((columns - GAP - margin) / 2), rows - FRAME_LINES);
  const stacked = of('stacked', columns - margin, Math.floor(rows / 2) - FRAME_LINES);
  if (!fits(stacked)) return [beside, alone].find(fits) ?? null;
  return fits(beside) && area(stacked) < STACKED_GAIN * area(beside) ? beside : stacked;
}

/** The smallest terminals that have room, with as many notes as they show: for the picture, and for the phase space as well. */
const roomForPicture = (missing: number): string =>
  `${LEAST_WIDTH + 1} x ${LEAST_HEIGHT + 4 + missing}`;
const roomForBoth = (margin: number): string =>
  `${2 * LEAST_WIDTH + GAP + margin + 1} x ${LEAST_HEIGHT + FRAME_LINES + 3}` +
  ` or ${LEAST_WIDTH + margin + 1} x ${2 * (LEAST_HEIGHT + FRAME_LINES) + 4}`;

/** The lines to be shown, none wider than the terminal and all together not higher. */
export function drawScene(scene: Scene, size: Size, inColour: boolean): string[] {
  const columns = Math.max(0, size.columns - 1);
  const rows = Math.max(1, size.rows - 1); // one is for the cursor
  const fit = (text: string): string => text.slice(0, columns);
  const colour = agentColour(scene.agent);
  const title =
    fit(scene.agent) === scene.agent
      ? coloured(scene.agent, colour, inColour) +
        leadingParts(scene.status, columns - scene.agent.length)
      : fit(scene.agent);

  const { visited, picture } = scene;
  const labels = visited && labelsOf(visited);
  const margin = labels && Math.max(...labels.map(({ length }) => length)) + 1;
  const noteLines = Math.min(scene.notes.length, Math.floor(rows / 6));
  const notes = noteLines > 0 ? scene.notes.slice(-noteLines).map(fit) : [];
  const layout = layoutIn(columns, rows - 1 - noteLines, margin);
  if (!layout) {
    const room = fit(`picture: from ${roomForPicture(margin === null ? 0 : 1)}`);
    return [title, room, ...notes].slice(0, rows);
  }

  const { arrangement, width, height } = layout;
  const isAlone = arrangement === 'alone';
  const shapes = picture.draw(scene.observation, scene.action, scene.before);
  const lines = isAlone ? height : height + 1; // as high as the phase space with its labels
  const drawn = [
    scene.caption.slice(0, width).padEnd(width),
    ...pictureDots(shapes, picture, [width, lines], colour).lines(inColour),
  ];
  if (!visited || !labels || margin === null || isAlone) {
    const missing = margin === null ? [] : [fit(`phase space: from ${roomForBoth(margin)}`)];
    return [title, ...drawn, ...missing, ...notes].slice(0, rows);
  }
  const [{ name, low, high }] = visited.axes;
  const phase = withLabels(labels, margin, [
    'visited states'.slice(0, width),
    ...phaseDots(visited, [width, height], colour).lines(inColour),
    between(numberText(low), name, numberText(high), width),
  ]);
  const pictures =
    arrangement === 'stacked'
      ? [...drawn.map((line) => ' '.repeat(margin) + line), ...phase]
      : drawn.map((line, n) => line + ' '.repeat(GAP) + phase[n]);
  return [title, ...pictures, ...notes];
}

/** As many of the parts of a text as there is room for, each after two spaces. */
function leadingParts(text: string, room: number): string {
  let shown = '';
  for (const part of text.split('  ')) {
    if (shown.length + 2 + part.length > room) break;
    shown += `  ${part}`;
  }
  return shown;
}

const numberText = (value: number): string => String(Number(value.toPrecision(3)));

/** Beside a phase space: at the top, in the middle and at the bottom. */
const labelsOf = ({ axes: [, { name, low, high }] }: Visited): string[] =>
  [numberText(high), name, numberText(low)].map((text) => text.slice(0, LONGEST_LABEL));

/** Lines of a phase space and its frame, with the labels of the second variable in the margin. */
function withLabels(
  [top, middle, bottom]: readonly string[],
  margin: number,
  lines: readonly string[],
): string[] {
  const labels = new Map([
    [1, top],
    [Math.floor((lines.length - 1) / 2), middle],
    [lines.length - FRAME_LINES, bottom],
  ]);
  return lines.map((line, n) => (labels.get(n) ?? '').padStart(margin - 1) + ' ' + line);
}

/** Three texts at the left, in the middle, cut to the room there is, and at the right. */
function between(left: string, middle: string, right: string, width: number): string {
  const shown = middle.slice(0, width - left.length - right.length - 2);
  const free = width - left.length - shown.length - right.length;
  const before = Math.floor(free / 2);
  return left + ' '.repeat(before) + shown + ' '.repeat(free - before) + right;
}
