/** What each agent of the page is called, and what it looks like. */
import { groupStyles, type AgentStyle } from '../../report/draw/palette.ts';
import type { PageState } from '../link/pageState.ts';

/** `vime`, or with settings of its own `vime, eta 0`; two that are alike are numbered. */
export function labelsOf({ agents, own }: PageState): string[] {
  const labels = agents.map((agent, n) =>
    [agent, ...Object.entries(own[n] ?? {}).map(([name, text]) => `${name} ${text}`)].join(', '),
  );
  const isDouble = labels.length === 2 && labels[0] === labels[1];
  return isDouble ? labels.map((label, n) => `${label} (${n + 1})`) : labels;
}

/** The style of each, as in the reports: both in one colour are told apart. */
export function stylesOf(state: PageState): AgentStyle[] {
  const labels = labelsOf(state);
  const groups = labels.map((label, n) => ({
    agent: state.agents[n],
    label,
    settings: state.own[n] ?? {},
  }));
  const styles = groupStyles(groups);
  return labels.map((label) => styles.get(label)!);
}
