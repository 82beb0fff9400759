/** Files that are dropped on the page: they open in the place of the agent on whose column they were dropped, elsewhere of the first. */
import { droppedFiles, filesFrom } from './archive.ts';
import type { Page } from './page.ts';

export function acceptDrops(page: Page): void {
  // Everywhere: a browser would leave the page for a file that is dropped beside the agents.
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    if (event.dataTransfer) void open(page, agentOf(event.target), event.dataTransfer);
  });
}

function agentOf(target: EventTarget | null): number {
  const column = target instanceof Element && target.closest<HTMLElement>('[data-agent]');
  return column ? Number(column.dataset['agent']) : 0;
}

async function open(page: Page, n: number, data: DataTransfer): Promise<void> {
  try {
    await page.open(n, await filesFrom(await droppedFiles(data)));
  } catch (error) {
    page.agents[n].message = (error as Error).message;
    page.changed();
  }
}
