/** The runner at a terminal: one exercise at a time, judged whenever a file of it is saved. */
import { createInterface } from 'node:readline';
import { giveAnswer, readAnswers } from './answers.ts';
import type { Desk } from './desk.ts';
import { folderOf, signatureOf } from './workspace.ts';

const LOOK_EVERY = 400; // ms
/** What can be typed. */
export const KEYS = 'h hint, n next, l list, c check, r reset, q quit';
const HELP = `${KEYS}; it is checked when you save`;

export class Session {
  readonly #desk: Desk;
  readonly #say: (lines: readonly string[]) => void;
  /** What is being done, and how much waits for it. */
  #busy: Promise<void> = Promise.resolve();
  #waiting = 0;
  #seen = '';

  constructor(desk: Desk, output: NodeJS.WriteStream) {
    this.#desk = desk;
    this.#say = (lines) => void output.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Ends when the learner does, or the terminal. */
  async run(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<void> {
    await this.#open();
    const lines = createInterface({ input, output, prompt: '> ' });
    const turn = (what: () => Promise<void>): void => {
      this.#waiting++;
      this.#busy = this.#busy.then(what).then(
        () => {
          this.#waiting--;
          lines.prompt();
        },
        (error: unknown) => {
          lines.close();
          throw error;
        },
      );
    };
    const timer = setInterval(() => {
      // Folders come and go while something is done.
      if (this.#waiting === 0 && this.#hasChanged()) turn(() => this.#check());
    }, LOOK_EVERY);
    lines.on('line', (text) => {
      if (/^q(uit)?$/.test(text.trim())) lines.close();
      else turn(() => this.#do(text.trim()));
    });
    lines.on('SIGINT', () => {
      process.exitCode = 130;
      lines.close();
    });
    lines.prompt();
    await new Promise<void>((resolve) => lines.once('close', resolve));
    clearInterval(timer);
    if (process.exitCode === 130) process.exit(); // whatever is being judged
    await this.#busy;
  }

  async #do(text: string): Promise<void> {
    const exercise = this.#desk.current;
    if (text === '') return;
    if (/^h(int)?$/.test(text)) this.#say(await this.#desk.hint(exercise));
    else if (/^l(ist)?$/.test(text)) this.#say(this.#desk.list());
    else if (/^c(heck)?$/.test(text)) await this.#check();
    else if (/^r(eset)?$/.test(text)) {
      this.#say(await this.#desk.reset(exercise));
      await this.#open();
    } else if (/^n(ext)?$/.test(text)) {
      this.#desk.next();
      await this.#open();
    } else if (exercise.kind !== 'write' && /[=:.\d]/.test(text)) {
      const folder = folderOf(exercise);
      if (giveAnswer(folder, text) === null) {
        const names = [...readAnswers(folder).keys()];
        const form = names.map((name) => `${name} = ...`).join(' or ');
        this.#say([`expected ${form}, got ${text}`]);
      } else await this.#check();
    } else this.#say([HELP]);
  }

  async #open(): Promise<void> {
    const { current } = this.#desk;
    this.#say(['', ...(await this.#desk.show(current))]);
    if (current.kind === 'debug') this.#say(['', 'training, some seconds ...']);
    this.#say([...(await this.#desk.curves(current)), '', HELP]);
    this.#hasChanged();
  }

  async #check(): Promise<void> {
    const { current } = this.#desk;
    this.#hasChanged();
    const { verdict, lines } = await this.#desk.check(current);
    this.#say(lines);
    if (verdict.passed) this.#say(['n for the next one']);
  }

  /** Whether a file of the present exercise was saved since the last call. */
  #hasChanged(): boolean {
    const now = signatureOf(folderOf(this.#desk.current));
    const hasChanged = now !== this.#seen;
    this.#seen = now;
    return hasChanged;
  }
}
