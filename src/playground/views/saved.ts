/** What the browser kept of the last visit, to be continued or forgotten. */
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
  const element = h('div', { class: 'saved', hidden: true }, text, ' ', goOn, ' ', forget, fault);
  const show = (runs: SavedRuns): void => {
    setText(text, `This browser kept your last run: ${runs.title}.`);
    element.hidden = false;
    goOn.addEventListener('click', () => {
      continueRuns(page, runs).then(
        () => (element.hidden = true),
        (error: unknown) => setText(fault, (error as Error).message),
      );
    });
  };
  forget.addEventListener('click', () => {
    void forgetRuns();
    element.hidden = true;
  });
  if (!page.isContinued && !page.state.embed) {
    void savedRuns().then((runs) => {
      const isBegun = page.agents.some(({ records }) => records.length > 0);
      if (runs && !isBegun) show(runs);
    });
  }
  return {
    element,
    update: () => {
      if (page.isPlaying || page.isContinued) element.hidden = true;
    },
  };
}

/** Puts the page and its runs where they were. @throws Error in one line */
export async function continueRuns(page: Page, { link, files }: SavedRuns): Promise<void> {
  page.set(parseLink(link).state);
  await Promise.all(page.agents.map((agent, n) => agent.open(files[n])));
  page.isContinued = true;
}
