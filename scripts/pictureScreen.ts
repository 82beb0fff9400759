/**
 * A terminal in which scenes are drawn over one another.
 *
 * Drawing must not slow down what is drawn: after each drawing there is none for at least 19 times as long as it took.
 * The cursor stays as it is, on the line below the picture, so that a process that is killed leaves a usable terminal.
 */
import type { WriteStream } from 'node:tty';
import type { EnvironmentProperties } from '../src/env/environment.ts';
import { clock } from '../src/record/disk.ts';
import { drawScene, type Scene } from '../src/report/terminal/scene.ts';
import type { Config } from '../src/train/config/settings.ts';

/** s, from one frame to the next */
export const FRAME = 1 / 15;
/** Share of the time that drawing may take. */
const SHARE = 0.05;

const CLEAR_LINE_END = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** Of what is played. */
interface Played {
  readonly config: Pick<Config, 'env'>;
  readonly env: EnvironmentProperties;
}

/**
 * Why pictures cannot be shown there, or null if they can.
 *
 * @param terminal its kind, from the environment variable TERM
 * @param silencer the option that wants no progress, such as --quiet, if any
 */
export function whyNotWatched(
  stream: WriteStream,
  terminal: string | undefined,
  silencer: string | undefined,
  { config, env }: Played,
): string | null {
  if (silencer !== undefined) return `--watch: nothing is drawn with ${silencer}`;
  if (!env.picture) {
    return `--watch: nothing is drawn, the environment ${config.env} has no picture`;
  }
  if (!stream.isTTY) return '--watch: nothing is drawn, standard output is no terminal';
  if (terminal === 'dumb') return '--watch: nothing is drawn, TERM=dumb cannot move its cursor';
  return null;
}

/** The terminal that the script writes to; null, and a line that says why, if nothing can be drawn. */
export function openScreen(
  played: Played,
  silencer: string | undefined,
  warn: (line: string) => void,
): PictureScreen | null {
  const why = whyNotWatched(process.stdout, process.env['TERM'], silencer, played);
  if (why === null) return new PictureScreen(process.stdout, !process.env['NO_COLOR'], clock);
  warn(why);
  return null;
}

export class PictureScreen {
  readonly #stream: WriteStream;
  readonly #inColour: boolean;
  readonly #clock: () => number;
  readonly #onResize: () => void;
  #linesDrawn = 0;
  #nextFrame = 0;
  #closed = false;

  /** @param clock seconds, never going back */
  constructor(stream: WriteStream, inColour: boolean, clock: () => number) {
    this.#stream = stream;
    this.#inColour = inColour;
    this.#clock = clock;
    this.#onResize = () => {
      this.#linesDrawn = 0; // a terminal breaks long lines anew: nothing is where it was
      this.#nextFrame = 0;
      stream.write(CLEAR_SCREEN);
    };
    stream.on('resize', this.#onResize);
  }

  /** Draws what there is at a time, if it is time to. */
  show(sceneAt: (now: number) => Scene): void {
    const now = this.#clock();
    if (this.#closed || now < this.#nextFrame) return;
    const { columns, rows } = this.#stream;
    const size = { columns: columns || 80, rows: rows || 24 };
    const lines = drawScene(sceneAt(now), size, this.#inColour);
    const text = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
    this.#stream.write(this.#toTop() + text + CLEAR_BELOW);
    this.#linesDrawn = lines.length;
    const taken = this.#clock() - now;
    this.#nextFrame = now + Math.max(FRAME, taken / SHARE);
  }

  /** Takes the picture away and leaves lines in its place. */
  close(lines: readonly string[] = []): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stream.off('resize', this.#onResize);
    const text = lines.map((line) => `${line}\n`).join('');
    this.#stream.write(this.#toTop() + CLEAR_BELOW + text);
  }

  /** To where the picture begins. */
  #toTop(): string {
    return this.#linesDrawn > 0 ? `\r\u001b[${this.#linesDrawn}A` : '\r';
  }
}
