// The live tail of the Logs page. Records arrive as table rows over one event stream; this file decides when they are shown.
const MOST_ROWS = 500;
const STATUS_EVERY_MS = 10_000;

/** Rows wait while the reader has paused, points at the table, or has the focus in it, so that nothing moves under the hand. */
class Tail {
  constructor(root) {
    this.root = root;
    this.rows = root.querySelector('[data-tail-rows]');
    this.pauseButton = root.querySelector('[data-tail-pause]');
    this.newButton = root.querySelector('[data-tail-new]');
    this.status = root.querySelector('[role=status]');
    this.paused = false;
    this.hovered = false;
    this.waiting = [];
    this.leftOut = 0;
    this.shown = 0;
    this.listen();
    this.timer = setInterval(() => this.announce(), STATUS_EVERY_MS);
  }

  listen() {
    this.pauseButton.addEventListener('click', () => this.setPaused(!this.paused));
    this.newButton.addEventListener('click', () => {
      this.setPaused(false);
      this.show();
    });
    this.rows.addEventListener('pointerenter', () => (this.hovered = true));
    this.rows.addEventListener('pointerleave', () => {
      this.hovered = false;
      this.release();
    });
    this.rows.addEventListener('focusout', () => setTimeout(() => this.release()));
  }

  held() {
    return this.paused || this.hovered || this.rows.contains(document.activeElement);
  }

  setPaused(paused) {
    this.paused = paused;
    this.pauseButton.setAttribute('aria-pressed', String(paused));
    if (!paused) this.release();
  }

  accept(html) {
    const template = document.createElement('template');
    template.innerHTML = html;
    // Newest first, as in the table.
    const all = [...template.content.querySelectorAll('tr'), ...this.waiting];
    this.waiting = all.slice(0, MOST_ROWS);
    this.leftOut += all.length - this.waiting.length;
    this.release();
  }

  release() {
    if (!this.held()) this.show();
    this.newButton.hidden = this.waiting.length === 0;
    this.newButton.textContent = this.newButton.dataset.text.replace('{0}', this.waiting.length + this.leftOut);
  }

  show() {
    this.shown += this.waiting.length;
    this.rows.prepend(...this.waiting);
    this.tellLeftOut();
    this.waiting = [];
    while (this.rows.rows.length > MOST_ROWS) this.rows.deleteRow(-1);
    this.root.classList.toggle('has-rows', this.rows.rows.length > 0);
  }

  /** More waited than the table holds: the oldest of them are not shown, and that is said where they would be. */
  tellLeftOut() {
    if (this.leftOut === 0) return;
    while (this.rows.rows.length >= MOST_ROWS) this.rows.deleteRow(-1);
    const cell = this.rows.insertRow(-1).insertCell();
    cell.colSpan = 7;
    cell.className = 'quiet';
    cell.textContent = this.rows.dataset.leftOut.replace('{0}', this.leftOut);
    this.leftOut = 0;
  }

  announce() {
    if (!this.root.isConnected) clearInterval(this.timer);
    else if (this.shown > 0) {
      this.status.textContent = this.status.dataset.text.replace('{0}', this.shown);
      this.shown = 0;
    }
  }
}

/**
 * The extension opens a new EventSource when a stream breaks, which sends no Last-Event-ID, so the cursor of the last event
 * is added to the address: no record twice, none left out.
 */
function resumeByCursor(htmx, cursors) {
  htmx.createEventSource = (url) => {
    const address = new URL(url, window.location.href);
    const cursor = cursors.get(address.pathname + address.search);
    const key = address.pathname + address.search;
    if (cursor) address.searchParams.set('after', cursor);
    const source = new EventSource(address, { withCredentials: true });
    source.addEventListener('record', (event) => {
      if (event.lastEventId) cursors.set(key, event.lastEventId);
    });
    return source;
  };
}

export function enableTail(document, htmx) {
  const tails = new WeakMap();
  const cursors = new Map();
  resumeByCursor(htmx, cursors);
  document.addEventListener('htmx:sseBeforeMessage', (event) => {
    const root = event.target.closest('[data-tail]');
    if (!root) return;
    event.preventDefault();
    if (!tails.has(root)) tails.set(root, new Tail(root));
    tails.get(root).accept(event.detail.data);
  });
  const connection = (state) => (event) => {
    const root = event.target.closest?.('[data-tail]');
    if (root) root.querySelector('[data-tail-connection]').dataset.state = state;
  };
  document.addEventListener('htmx:sseOpen', connection('open'));
  document.addEventListener('htmx:sseError', connection('broken'));
}
