/** The environment as it is seen, such as the car on its hill. At the fastest speed finished episodes are shown again, slow enough to follow. */
import { environmentOf } from '../page/environment.ts';
import { environmentPicture } from '../draw/environmentPicture.ts';
import type { Environment } from '../../env/environment.ts';
import { h, setText, svg } from '../page/h.ts';
import { stylesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { Replay } from '../page/replay.ts';
import type { AgentView, Mounted } from './view.ts';

export const carView: AgentView = { name: 'car', title: null, create };

function create(page: Page, n: number): Mounted {
  const drawing = svg('svg', { class: 'car', role: 'img' });
  const caption = h('span');
  const draw = environmentPicture(drawing);
  const replay = new Replay();
  let start = 0;
  const drive = h(
    'button',
    {
      type: 'button',
      onclick: () => {
        start++;
        void page.agents[n].ask('drive', { start }).then((driven) => {
          replay.show(driven, 'greedy policy', driven.reachedGoal);
          page.changed();
        });
      },
    },
    'Show its policy',
  );
  const element = h('figure', {}, drawing, h('figcaption', { class: 'under' }, caption, drive));
  let env: Environment | null = null;
  let madeFor: object | null = null;
  return {
    element,
    update: () => {
      const client = page.agents[n];
      const { about } = client;
      if (!about) return;
      if (madeFor !== about) {
        madeFor = about;
        env = environmentOf(about.config);
      }
      const { picture } = env ?? {};
      element.hidden = !picture;
      if (!env || !picture) return;
      const snapshot = replay.snapshotOf(client, page);
      const observation =
        snapshot.observation ?? env.reset(about.config.seed % 4294967296).observation;
      const names = about.environment.actionNames;
      const doing =
        snapshot.action === null ? '' : `, ${names?.[snapshot.action] ?? snapshot.action}`;
      setText(caption, snapshot.caption);
      drive.hidden = client.status === 'playing' || client.records.length === 0;
      drawing.setAttribute('aria-label', `${snapshot.caption}${doing}`);
      const colour = stylesOf(page.state)[n][page.theme];
      const { action, before } = snapshot;
      draw(picture, { observation, action, before, colour, theme: page.theme });
      if (snapshot.moves) page.changed();
    },
  };
}
