/**
 * What the pages of the book do beyond links, in a browser: a term explains itself on hover, focus and tap; a passage that sets
 * the figure is marked as long as it is the last one chosen. Without it a term leads to the glossary, and a passage works.
 */
const SPACE = 8; // px, between a term and its meaning, and to the edge of the window
const LEAVE_MS = 200; // to move the pointer from a term to its meaning

const meaning = document.createElement('div');
meaning.id = 'meaning';
meaning.role = 'tooltip';
meaning.popover = 'manual';
document.body.append(meaning);

/** The term that is explained, or null. */
let shown = null;
let leaving = 0;

function place() {
  if (!shown) return;
  const [line] = shown.getClientRects();
  const { width, height } = meaning.getBoundingClientRect();
  const left = Math.min(line.left, document.documentElement.clientWidth - width - SPACE);
  const below = line.bottom + SPACE;
  const isRoomBelow = below + height < window.innerHeight;
  meaning.style.left = `${Math.max(SPACE, left)}px`;
  meaning.style.top = `${isRoomBelow ? below : Math.max(SPACE, line.top - SPACE - height)}px`;
}

function show(term) {
  clearTimeout(leaving);
  if (shown === term) return;
  hide();
  shown = term;
  meaning.textContent = term.dataset.meaning;
  term.setAttribute('aria-describedby', meaning.id);
  meaning.showPopover();
  place();
}

function hide() {
  clearTimeout(leaving);
  if (!shown) return;
  shown.removeAttribute('aria-describedby');
  shown = null;
  meaning.hidePopover();
}

const hideSoon = () => {
  clearTimeout(leaving);
  leaving = setTimeout(hide, LEAVE_MS);
};

for (const term of document.querySelectorAll('a.term')) {
  let wasShown = false; // before the tap
  term.addEventListener('pointerenter', (event) => event.pointerType !== 'touch' && show(term));
  term.addEventListener('pointerleave', (event) => event.pointerType !== 'touch' && hideSoon());
  term.addEventListener('pointerdown', () => (wasShown = shown === term));
  term.addEventListener('focus', () => show(term));
  term.addEventListener('blur', hide);
  term.addEventListener('click', (event) => {
    if (event.pointerType !== 'touch' || wasShown) return; // the second tap leads to the glossary
    event.preventDefault();
    show(term);
  });
}
meaning.addEventListener('pointerenter', () => clearTimeout(leaving));
meaning.addEventListener('pointerleave', hideSoon);
document.addEventListener('pointerdown', ({ target }) => {
  if (!meaning.contains(target) && !target.closest('a.term')) hide();
});
document.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
window.addEventListener('scroll', place, { passive: true });
window.addEventListener('resize', place);

const figure = document.querySelector('figure.playground');
const back = figure?.querySelector('.back');
const passages = document.querySelectorAll('a.state');
passages.forEach((passage, n) => {
  passage.id = `passage-${n + 1}`;
  passage.addEventListener('click', () => {
    for (const other of passages) other.removeAttribute('aria-current');
    passage.setAttribute('aria-current', 'true');
    if (!figure || getComputedStyle(figure).position === 'fixed') return; // it is in sight
    back.hidden = false;
    back.href = `#${passage.id}`;
    figure.scrollIntoView();
  });
});
