/** What the browser kept of the last visit, to be continued or forgotten; and whether it keeps these runs. */
import { parseLink } from '../link/link.ts';
import { h, setText } from '../page/h.ts';
import type { Page } from '../page/page.ts';
import { forgetRuns, savedRuns, type SavedRuns } from '../page/savedRuns.ts';
import type { Mounted, PageView } from './view.ts';

export const savedView: PageView = { name: 'saved', title: null, create };

function create(page: Page): Mounted {
  const text = h('span');
  const goOn = h('button', { type: 'button' }, 'Continue it');
  const forget = h('button', { type: 'button' }, 'Forget it');
  const fault = h('p', { class: 'fault', role: 'alert' });
  const offer = h('div', { class: 'saved', hidden: true }, text, ' ', goOn, ' ', forget, fault);
  const notSaved = h('p', { class: 'fault', role: 'status' });
  const show = (runs: SavedRuns): void => {
    setText(text, `This browser kept your last run: ${runs.title}.`);
    offer.hidden = false;
    goOn.addEventListener('click', () => {
      continueRuns(page, runs).then(
        () => (offer.hidden = true),
        (error: unknown) => setText(fault, (error as Error).message),
      );
    });
  };
  forget.addEventListener('click', () => {
    forgetRuns().then(
      () => (offer.hidden = true),
      (error: unknown) => setText(fault, (error as Error).message),
    );
  });
  if (!page.isContinued && !page.state.embed) {
    void savedRuns().then((runs) => {
      const isBegun = page.agents.some(({ records }) => records.length > 0);
      if (runs && !isBegun) show(runs);
    });
  }
  return {
    element: h('div', {}, offer, notSaved),
    update: () => {
      if (page.isPlaying || page.isContinued) offer.hidden = true;
      const why = page.notSaved;
      setText(
        notSaved,
        why === null
          ? ''
          : `This browser does not keep these runs: ${why}. They go on all the same, and can be saved as files below.`,
      );
    },
  };
}

/** Puts the page and its runs where they were. @throws Error in one line */
export async function continueRuns(page: Page, { link, files }: SavedRuns): Promise<void> {
  page.set(parseLink(link).state);
  await Promise.all(page.agents.map((agent, n) => agent.open(files[n])));
  page.isContinued = true;
}
