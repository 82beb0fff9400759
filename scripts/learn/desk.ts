/** What can be done with an exercise, at a terminal or by an option: each returns the lines to show. */
import { join, relative } from 'node:path';
import { faultCharts, faultMaps } from './debug/charts.ts';
import type { Trained } from './debug/train.ts';
import type { Exercise, Verdict } from './exercise.ts';
import { EXERCISES, exerciseNamed } from './exercises.ts';
import { FAULTS, type Fault } from './faults.ts';
import { judgeInChild, trainInChild } from './inChild.ts';
import {
  readProgress,
  withHint,
  withPassed,
  writeProgress,
  type LearnProgress,
} from './progress.ts';
import {
  chartsShown,
  exerciseShown,
  hintsShown,
  listShown,
  verdictShown,
  type Screen,
} from './show.ts';
import { folderOf, handOut, LEARN, reset, ROOT, seedOf } from './workspace.ts';

const PROGRESS = join(LEARN, 'progress.json');

export class Desk {
  readonly #screen: Screen;
  readonly #seed: number;
  #progress: LearnProgress;
  /** Of the project's own code, by fault: they do not change while the runner runs. */
  readonly #right = new Map<string, Trained>();

  /**
   * @param seed of the numbers of exercises that are handed out from now on
   * @throws ConfigError if the file with the progress is broken
   */
  constructor(screen: Screen, seed: number) {
    this.#screen = screen;
    this.#seed = seed;
    this.#progress = readProgress(PROGRESS);
  }

  /** The exercise that is offered. */
  get current(): Exercise {
    const { current } = this.#progress;
    return exerciseNamed(current ?? '') ?? this.#firstUnsolved() ?? EXERCISES[0];
  }

  #isSolved = ({ name }: Exercise): boolean => this.#progress.passed.includes(name);

  #firstUnsolved(): Exercise | undefined {
    return EXERCISES.find((exercise) => !this.#isSolved(exercise));
  }

  #save(progress: LearnProgress): void {
    if (progress === this.#progress) return;
    writeProgress(PROGRESS, progress);
    this.#progress = progress;
  }

  list(): string[] {
    return listShown(this.#progress, this.current);
  }

  /** Goes on to the next one that is not solved, around the list. */
  next(): void {
    const at = EXERCISES.indexOf(this.current);
    const order = [...EXERCISES.slice(at + 1), ...EXERCISES.slice(0, at + 1)];
    this.goTo(order.find((exercise) => !this.#isSolved(exercise)) ?? order[0]);
  }

  goTo({ name }: Exercise): void {
    this.#save({ ...this.#progress, current: name });
  }

  /** The task, without the curves of a fault. */
  async show(exercise: Exercise): Promise<string[]> {
    await handOut(exercise, this.#seed);
    return exerciseShown(exercise, seedOf(folderOf(exercise)), this.#screen);
  }

  /** The curves of a fault by the copy as it is now; empty for other exercises. Trains for some seconds. */
  async curves(exercise: Exercise): Promise<string[]> {
    const fault: Fault | undefined = FAULTS.find(({ name }) => name === exercise.name);
    if (!fault) return [];
    const right = this.#right.get(fault.name) ?? (await trainInChild(fault.name, ROOT));
    this.#right.set(fault.name, right);
    const copy = await trainInChild(fault.name, folderOf(exercise));
    const stopped = copy.broken === null ? [] : ['', `the run of this copy stops: ${copy.broken}`];
    return [
      ...chartsShown(faultCharts(fault, copy, right), this.#screen),
      ...faultMaps(fault, copy, right, this.#screen.columns),
      ...stopped,
    ];
  }

  /** Judges what is saved, and remembers it if it is right. */
  async check(
    exercise: Exercise,
  ): Promise<{ readonly verdict: Verdict; readonly lines: string[] }> {
    await handOut(exercise, this.#seed);
    const folder = folderOf(exercise);
    const verdict = await judgeInChild(exercise, folder, seedOf(folder));
    const { name } = exercise;
    if (verdict.passed) this.#save(withPassed(this.#progress, name));
    const lines = verdictShown(exercise, verdict, verdict.printed, this.#screen);
    // A wrong answer shows the next number on the way.
    const isWrong = verdict.hints !== undefined && !verdict.passed && isAnswered(verdict);
    return { verdict, lines: isWrong ? [...lines, ...this.#hint(exercise, verdict)] : lines };
  }

  /** One more hint. */
  async hint(exercise: Exercise): Promise<string[]> {
    await handOut(exercise, this.#seed);
    const folder = folderOf(exercise);
    if (exercise.hints.length > 0) return this.#hint(exercise, exercise);
    return this.#hint(exercise, await judgeInChild(exercise, folder, seedOf(folder)));
  }

  #hint({ name }: Exercise, { hints = [] }: Pick<Verdict, 'hints'>): string[] {
    if (hints.length > 0) this.#save(withHint(this.#progress, name, hints.length));
    return hintsShown(hints, this.#progress.hints[name] ?? 0, this.#screen);
  }

  /** Hands it out anew. */
  async reset(exercise: Exercise): Promise<string[]> {
    const { name } = exercise;
    const passed = this.#progress.passed.filter((one) => one !== name);
    const hints = { ...this.#progress.hints, [name]: 0 };
    const kept = await reset(exercise, this.#seed);
    this.#save({ ...this.#progress, passed, hints });
    const where = kept === null ? '' : `; what you had is in ${relative(process.cwd(), kept)}`;
    return [`${name} is handed out anew${where}`];
  }
}

const isAnswered = ({ lines }: Verdict): boolean => lines.some((line) => line.includes(' is not '));
