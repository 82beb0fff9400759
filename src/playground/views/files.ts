/** The same bits: the digest of each run and the command that gives the same one; runs as files, saved and opened. */
import { archiveOf, download, droppedFiles, filesFrom } from '../page/archive.ts';
import { button, h, setText } from '../page/h.ts';
import { labelsOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import type { Mounted, PageView } from './view.ts';

export const filesView: PageView = { name: 'files', title: 'The same run elsewhere', create };

function create(page: Page): Mounted {
  const parts = page.agents.map((_, n) => partOf(page, n));
  const element = h('div', { class: 'files' }, ...parts.map((part) => part.element));
  return {
    element,
    update: () => {
      for (const part of parts) part.update();
    },
  };
}

function partOf(page: Page, n: number): Mounted {
  const title = h('h3');
  const digest = h('p', { class: 'digest' });
  const command = h('code', { tabindex: 0 });
  const copy = button('Copy', () => void navigator.clipboard.writeText(command.textContent));
  const changes = h('p', { class: 'note' });
  const fault = h('p', { class: 'fault', role: 'alert' });
  const attempt = (act: () => Promise<void>) => () => {
    setText(fault, '');
    act().catch((error: unknown) => setText(fault, (error as Error).message));
  };
  const single = h('select', { 'aria-label': 'A single file' });
  const save = button(
    'Save as archive',
    attempt(() => saveArchive(page, n)),
  );
  const saveOne = button(
    'Save one file',
    attempt(() => saveSingle(page, n, single.value)),
  );
  const open = (input: HTMLInputElement) =>
    attempt(async () => {
      await page.open(n, await filesFrom([...(input.files ?? [])]));
      input.value = '';
    });
  const folder = chooser('Open a folder', { webkitdirectory: true }, open);
  const files = chooser('Open files or an archive', { multiple: true }, open);
  const element = h(
    'div',
    { class: 'file-part' },
    title,
    digest,
    h('p', { class: 'command' }, 'The same run on the command line: ', command, ' ', copy),
    changes,
    h('div', { class: 'group' }, save, single, saveOne),
    h('div', { class: 'group' }, folder, files),
    h(
      'p',
      { class: 'help' },
      'Or drop the folder or the archive of a run here or on the agent above. A run that is not finished goes on from its last checkpoint.',
    ),
    fault,
  );
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation(); // the page opens what is dropped elsewhere
    const { dataTransfer } = event;
    if (dataTransfer)
      attempt(async () => page.open(n, await filesFrom(await droppedFiles(dataTransfer))))();
  });
  return {
    element,
    update: () => {
      const { about, end, status, records } = page.agents[n];
      setText(title, labelsOf(page.state)[n]);
      element.hidden = !about;
      if (!about) return;
      setText(command, about.command);
      const isChanged = about.changes.length > 0;
      setText(digest, digestLine(end?.summary.digest ?? null, status === 'finished', isChanged));
      setText(
        changes,
        isChanged
          ? `Changed by hand: ${about.changes.map(({ episode, setting, from, to }) => `${setting} from ${from} to ${to}, from episode ${episode} on`).join('; ')}. No command gives the same run.`
          : '',
      );
      command.parentElement!.hidden = isChanged;
      const names = fileNames(records.length, end !== null, isChanged, about.canContinue);
      if (names.join() !== [...single.options].map(({ value }) => value).join()) {
        single.replaceChildren(...names.map((name) => h('option', { value: name }, name)));
      }
    },
  };
}

function digestLine(digest: string | null, isFinished: boolean, isChanged: boolean): string {
  if (digest === null)
    return isFinished ? 'No digest.' : 'The digest is known at the end of the run.';
  return isChanged ? `Digest ${digest}, of a run that was changed by hand` : `Digest ${digest}`;
}

function fileNames(
  episodes: number,
  isFinished: boolean,
  isChanged: boolean,
  canContinue: boolean,
): string[] {
  return [
    'config.json',
    'episodes.jsonl',
    'weights.safetensors',
    ...(isFinished ? ['summary.json'] : []),
    ...(isChanged ? ['changes.json'] : []),
    ...(episodes > 0 && canContinue ? ['checkpoint'] : []),
  ];
}

/** `mountain-car-vime-seed1` */
function folderOf(page: Page, n: number): string {
  const { env, agent, seed } = page.agents[n].about!.config;
  return `${env}-${agent}-seed${seed}`;
}

async function saveArchive(page: Page, n: number): Promise<void> {
  const files = await page.agents[n].ask('files', {});
  const folder = folderOf(page, n);
  download(`${folder}.zip`, archiveOf(folder, files));
}

async function saveSingle(page: Page, n: number, wanted: string): Promise<void> {
  const files = await page.agents[n].ask('files', {});
  const name = Object.keys(files).find((file) => file.startsWith(wanted));
  if (name === undefined) throw new Error(`${wanted}: the run has no such file yet`);
  download(name, files[name]);
}

/** A button that asks for files. */
function chooser(
  text: string,
  attributes: Readonly<Record<string, boolean>>,
  open: (input: HTMLInputElement) => () => void,
): HTMLElement {
  const input = h('input', { type: 'file', hidden: true, ...attributes });
  input.addEventListener('change', () => open(input)());
  return h(
    'span',
    {},
    button(text, () => input.click()),
    input,
  );
}
