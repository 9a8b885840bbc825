// Keys that do something. None of them fires while something is typed, and single letters can be switched off (WCAG 2.1.4).
const OFF = 'weir-shortcuts-off';
const GO_WITHIN_MS = 2000;

/** A closed dialog keeps the focus until the next frame: what is not displayed is not typed in. */
function isTyping(target) {
  return target.closest?.('input, textarea, select, [contenteditable], dialog')?.checkVisibility() === true;
}

/** Focuses the first link of the next row of the page's tables, or of the one before. */
function moveRow(document, step) {
  const rows = [...document.querySelectorAll('main table.data tbody tr')].filter((row) => row.querySelector('a'));
  if (rows.length === 0) return;
  const now = rows.indexOf(document.activeElement.closest?.('tr'));
  const next = now < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + step, 0), rows.length - 1);
  rows[next].querySelector('a').focus();
}

function find(document) {
  const field = document.querySelector('main #q') ?? document.getElementById('find');
  field.focus();
  field.select();
}

/** Holds the live tail, or lets it go on. Space on something that it activates keeps its meaning. */
function pauseTail(document, event) {
  const button = document.querySelector('[data-tail-pause]');
  if (!button || event.target.closest?.('a, button, summary')) return false;
  button.click();
  return true;
}

class Shortcuts {
  constructor(document) {
    this.document = document;
    this.dialog = document.getElementById('shortcuts');
    this.goSince = 0;
  }

  enable() {
    const on = this.dialog.querySelector('[data-shortcuts-on]');
    on.checked = localStorage.getItem(OFF) === null;
    on.addEventListener('change', () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')));
    for (const button of this.document.querySelectorAll('[data-shortcuts]')) {
      button.hidden = false;
      button.addEventListener('click', () => this.dialog.showModal());
    }
    this.document.addEventListener('keydown', (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return;
    if (localStorage.getItem(OFF) !== null) return;
    if (this.does(event)) event.preventDefault();
  }

  /** Whether the key did something. */
  does(event) {
    const going = Date.now() - this.goSince < GO_WITHIN_MS;
    this.goSince = 0;
    if (going) return this.click(`[data-go="${CSS.escape(event.key)}"]`);
    switch (event.key) {
      case '?':
        this.dialog.showModal();
        return true;
      case '/':
        find(this.document);
        return true;
      case 'g':
        this.goSince = Date.now();
        return true;
      case 'j':
      case 'k':
        moveRow(this.document, event.key === 'j' ? 1 : -1);
        return true;
      case ' ':
        return pauseTail(this.document, event);
      default:
        return this.click(`main [data-key="${CSS.escape(event.key)}"]`);
    }
  }

  click(selector) {
    const target = this.document.querySelector(selector);
    target?.click();
    return Boolean(target);
  }
}

export function enableShortcuts(document) {
  if (document.getElementById('shortcuts')) new Shortcuts(document).enable();
}
