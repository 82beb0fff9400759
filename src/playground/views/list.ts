/**
 * The views of the page, from top to bottom. To add one, write a file in this folder that exports a `PageView` or an `AgentView`
 * (view.ts), and add a line here. What it needs to know of a run it asks the agent's worker (worker/answers/list.ts):
 * `page.agents[n].watch('map', { layer: 'bonus' }, (value) => ...)`. `hide=` in the link leaves a view out by its name.
 */
import { curveView } from '../curve/view.ts';
import { driveView } from '../drive/view.ts';
import { beliefsView } from './beliefs.ts';
import { carView } from './car.ts';
import { controlsView } from './controls.ts';
import { curvesView } from './curves.ts';
import { filesView } from './files.ts';
import { headView } from './head.ts';
import { inspectView } from './inspect.ts';
import { milestonesView } from './milestones.ts';
import { phaseView } from './phase.ts';
import { savedView } from './saved.ts';
import { settingsView } from './settings.ts';
import { tvView } from './tv.ts';
import type { AgentView, PageView } from './view.ts';

/** Above the columns of the agents. */
export const TOP_VIEWS: readonly PageView[] = [savedView, controlsView];

/** In the column of each agent. */
export const AGENT_VIEWS: readonly AgentView[] = [headView, carView, milestonesView, phaseView];

/** Below them. */
export const BOTTOM_VIEWS: readonly PageView[] = [
  curvesView,
  inspectView,
  driveView,
  beliefsView,
  curveView,
  tvView,
  settingsView,
  filesView,
];
