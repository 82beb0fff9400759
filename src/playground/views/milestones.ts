/** What an agent has reached, and when. */
import { isAbove } from '../../train/outcome.ts';
import { isExplored } from '../../report/runs/environments.ts';
import { shownMilestone } from '../../report/tables/numbers.ts';
import type { About, TimedEpisode } from '../facts.ts';
import { h } from '../page/h.ts';
import { labelsOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { AgentView, Mounted } from './view.ts';

export const milestonesView: AgentView = { name: 'milestones', title: null, create };

function create(page: Page, n: number): Mounted {
  const list = h('ul', { class: 'milestones' });
  let shown = '';
  return {
    element: list,
    update: () => {
      const { about, records } = page.agents[n];
      const lines = about ? milestonesOf(about, records) : [];
      if (lines.join('\n') === shown) return;
      const news = lines.filter((line) => !shown.split('\n').includes(line)).join(', ');
      if (shown !== '' && records.length > 0) page.announce(`${labelsOf(page.state)[n]}: ${news}`);
      shown = lines.join('\n');
      list.replaceChildren(...lines.map((line) => h('li', {}, line)));
    },
  };
}

/** A line for each milestone of the environment, and for the goal, unless the task is to explore. */
export function milestonesOf(
  { environment: { task } }: About,
  records: readonly TimedEpisode[],
): string[] {
  const above = task.milestones.flatMap((milestone) => {
    const first = records.find(({ evalScore }) => isAbove(evalScore, milestone, task.random));
    return first
      ? [`first evaluation at ${shownMilestone(milestone)} or better: episode ${first.episode}`]
      : [];
  });
  if (isExplored(task)) return above;
  const goal = records.find(({ reachedGoal }) => reachedGoal);
  return [goal ? `first goal: episode ${goal.episode}` : 'no goal yet', ...above];
}
