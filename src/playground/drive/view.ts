/** Put the car where the crosshair is, and drive it: by arrow keys, by finger, or by the policy of an agent. */
import { FAINT_INK } from '../../report/draw/palette.ts';
import type { Environment } from '../../env/environment.ts';
import type { Options } from '../../train/config/environments.ts';
import { counted } from '../../report/tables/numbers.ts';
import { dataTable } from '../draw/dataTable.ts';
import { environmentPicture } from '../draw/environmentPicture.ts';
import { shownNumber } from '../draw/numbers.ts';
import type { About } from '../facts.ts';
import { environmentOf } from '../page/environment.ts';
import { h, setText, svg } from '../page/h.ts';
import { labelsOf, stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { Mounted, PageView } from '../views/view.ts';
import { Drive, drivenActions, longestDrive, type Place } from './drive.ts';

export const driveView: PageView = { name: 'drive', title: 'Drive it yourself', create };

/** ms for each step. */
const STEP = 33;
/** Where it stands if no state is chosen. */
const START: Place = [-0.5, 0];
/** Rows of the table, at most. */
const ROWS = 40;

function create(page: Page): Mounted {
  const drawing = svg('svg', { class: 'car', role: 'img' });
  const draw = environmentPicture(drawing);
  const said = h('p', { class: 'note', role: 'status' });
  const table = dataTable('Steps of the drive');
  const learn = h('input', { type: 'checkbox' });
  const learnLabel = h(
    'label',
    {},
    learn,
    ' The agents learn from my drives (then no command repeats their runs)',
  );
  let env: Environment | null = null;
  let madeFor: About | null = null;
  let drive = new Drive(START, 0);
  /** Who drives; null: nobody. */
  let driver: 'visitor' | { readonly name: string; readonly actions: readonly number[] } | null =
    null;
  let colour: string | null = null;
  /** −1 left, 0 none, 1 right. */
  let push = 0;
  let timer = 0;

  const stop = (): void => {
    clearInterval(timer);
    const count = drive.actions.length;
    const steps = counted(count, 'step');
    const end = drive.reachedGoal ? `goal after ${steps}` : `stopped after ${steps}`;
    const taught = driver === 'visitor' && learn.checked && !learn.disabled && count > 0;
    if (taught) {
      const lesson = { at: drive.places[0], actions: [...drive.actions] };
      for (const agent of page.agents) agent.send({ type: 'teach', lesson });
    }
    const who = typeof driver === 'string' ? 'You' : driver?.name;
    setText(
      said,
      `${who}: ${end}.${taught ? ' The agents learn from it in their next episode.' : ''}`,
    );
    driver = null;
    page.changed();
  };
  const tick = (): void => {
    const { phaseSpace } = env ?? {};
    if (!env || !phaseSpace || driver === null) return;
    const planned = driver === 'visitor' ? null : driver.actions.at(drive.actions.length);
    const own = drivenActions(env)[push + 1];
    if (planned === undefined) stop();
    else {
      drive.step(phaseSpace, planned ?? own);
      if (drive.isOver) stop();
    }
    page.changed();
  };
  const placeNow = (): Place => page.state.state ?? START;
  const begin = (who: NonNullable<typeof driver>, by: string | null, at = placeNow()): void => {
    if (driver !== null) stop();
    if (!madeFor) return;
    drive = new Drive(at, longestDrive(madeFor.config));
    driver = who;
    colour = by;
    setText(
      said,
      who === 'visitor'
        ? 'You drive: left and right arrow keys, or the buttons.'
        : `${who.name} drives.`,
    );
    timer = setInterval(tick, STEP);
    page.changed();
  };
  const steer = (direction: number): void => {
    push = direction;
    if (direction !== 0 && driver !== 'visitor') begin('visitor', null);
  };
  const own = h('button', {
    type: 'button',
    onclick: () => {
      if (driver === 'visitor') stop();
      else {
        begin('visitor', null);
        box.focus();
      }
    },
  });
  const policies = page.agents.map((client, n) =>
    h('button', {
      type: 'button',
      onclick: () => {
        const at = placeNow();
        void client.ask('policy', { at }).then(
          (actions) =>
            begin(
              { name: labelsOf(page.state)[n], actions },
              stylesOf(page.state)[n][page.theme],
              at,
            ),
          (error: unknown) => setText(said, (error as Error).message),
        );
      },
    }),
  );
  const held = (text: string, direction: number): HTMLButtonElement =>
    h(
      'button',
      {
        type: 'button',
        class: 'hold',
        onpointerdown: () => steer(direction),
        onpointerup: () => steer(0),
        onpointerleave: () => steer(0),
        onpointercancel: () => steer(0),
        oncontextmenu: (event) => event.preventDefault(),
        onkeydown: (event) => {
          if ([' ', 'Enter'].includes((event as KeyboardEvent).key)) steer(direction);
        },
        onkeyup: () => steer(0),
        onblur: () => steer(0),
      },
      text,
    );
  const keys: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
  const box = h(
    'div',
    {
      class: 'drive-box',
      tabindex: 0,
      role: 'application',
      'aria-label': 'The car: left and right arrow keys push it, Escape stops the drive',
      onkeydown: (event) => {
        const { key } = event as KeyboardEvent;
        if (key === 'Escape' && driver !== null) stop();
        else if (Object.hasOwn(keys, key)) steer(keys[key]);
        else return;
        event.preventDefault();
      },
      onkeyup: (event) => {
        if (Object.hasOwn(keys, (event as KeyboardEvent).key)) steer(0);
      },
      onblur: () => steer(0),
    },
    drawing,
  );
  const element = h(
    'div',
    { class: 'drive' },
    h(
      'p',
      { class: 'note' },
      'The car stands where the state is that is looked into above. Drive it, or let a policy drive from there.',
    ),
    box,
    said,
    h(
      'div',
      { class: 'group' },
      held('← Push left', -1),
      held('Push right →', 1),
      own,
      ...policies,
    ),
    learnLabel,
    table.element,
  );
  return {
    element,
    update: () => {
      const { about } = page.agents[0];
      if (about && madeFor !== about) {
        if (madeFor && madeFor.config.env !== about.config.env) {
          if (driver !== null) stop();
          drive = new Drive(START, 0); // the one before was in another environment
          setText(said, '');
        }
        madeFor = about;
        env = environmentOf(about.config);
      }
      const { phaseSpace, picture } = env ?? {};
      element.parentElement!.hidden = !phaseSpace || !picture;
      if (!about || !phaseSpace || !picture) return;
      const hasTv = Number((about.config as unknown as Options)['tvChannels'] ?? 0) > 0;
      learn.disabled = hasTv;
      learnLabel.hidden = hasTv;
      const place = driver === null && drive.actions.length === 0 ? placeNow() : drive.place;
      const action = driver === null ? null : (drive.actions.at(-1) ?? null);
      draw(picture, {
        observation: phaseSpace.observationAt(...place),
        action,
        before: [],
        colour: colour ?? FAINT_INK[page.theme],
        theme: page.theme,
      });
      const { axes } = phaseSpace;
      const where = axes.map(({ name }, n) => `${name} ${shownNumber(place[n])}`).join(', ');
      drawing.setAttribute('aria-label', `The car at ${where}`);
      setText(own, driver === 'visitor' ? 'Stop' : 'Start to drive');
      policies.forEach((button, n) => setText(button, `Let ${labelsOf(page.state)[n]} drive`));
      const names = about.environment.actionNames;
      table.update(() => {
        const every = Math.max(1, Math.ceil(drive.actions.length / ROWS));
        return {
          head: ['step', ...axes.map(({ name }) => name), 'action'],
          rows: drive.actions.flatMap((done, step) =>
            step % every === 0
              ? [
                  [
                    String(step),
                    ...drive.places[step].map((value) => shownNumber(value)),
                    names?.[done] ?? String(done),
                  ],
                ]
              : [],
          ),
        };
      });
    },
  };
}
