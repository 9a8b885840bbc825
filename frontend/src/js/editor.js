// Turns the policy editor's text area into a YAML editor with line numbers and marks at the lines with findings. The text area stays
// the form's field: the editor copies every change into it, so saving, checking and going without scripts are one path. Colours come
// from a few patterns, not from a parser, which would weigh a fifth of the page.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--code)', color: 'var(--text)', fontSize: '13px', minHeight: '460px' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--text)', minHeight: '460px' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-sunken)',
    color: 'var(--text-quiet)',
    borderRight: '1px solid var(--border)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
  '.cm-name': { color: 'var(--accent)' },
  '.cm-note': { color: 'var(--text-quiet)', fontStyle: 'italic' },
  '.cm-error': { boxShadow: 'inset 3px 0 0 var(--deny)', backgroundColor: 'var(--deny-soft)' },
  '.cm-warning': { boxShadow: 'inset 3px 0 0 var(--warning-fill)', backgroundColor: 'var(--warning-soft)' },
  '.cm-lit': { backgroundColor: 'var(--accent-soft)', boxShadow: 'inset 3px 0 0 var(--accent)' },
});

/** Comments and the names of fields. */
const pattern = new MatchDecorator({
  regexp: /((?:^|\s)#.*$)|([\w./-]+|"[^"]*"|'[^']*')(?=\s*:(?:\s|$))/g,
  decoration: (match) => Decoration.mark({ class: match[1] === undefined ? 'cm-name' : 'cm-note' }),
});
const colours = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = pattern.createDeco(view);
    }

    update(update) {
      this.decorations = pattern.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Classes on lines, set by an effect. */
function lineMarks() {
  const effect = StateEffect.define();
  const field = StateField.define({
    create: () => Decoration.none,
    update(lines, transaction) {
      for (const one of transaction.effects) {
        if (one.is(effect)) return decorate(transaction.state.doc, one.value);
      }
      return lines.map(transaction.changes);
    },
    provide: (own) => EditorView.decorations.from(own),
  });
  return { effect, field };
}

function decorate(doc, marks) {
  const inText = marks.filter(({ line }) => line >= 1 && line <= doc.lines);
  return Decoration.set(
    inText.map(({ line, ...attributes }) => Decoration.line({ attributes }).range(doc.line(line).from)),
    true,
  );
}

/** The lines with findings, and those that a sentence is about while one points at it or has it in focus. */
const found = lineMarks();
const lit = lineMarks();
const writable = new Compartment();

/** The style sheets of the editor live in a shadow root: there they are constructed, which style-src 'self' permits. */
function createEditor(textarea) {
  const host = document.createElement('div');
  host.className = 'editor-host';
  textarea.after(host);
  const root = host.attachShadow({ mode: 'open' });
  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent ?? '';
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        highlightActiveLine(),
        EditorState.tabSize.of(2),
        keymap.of([indentWithTab, ...defaultKeymap, ...historyKeymap]),
        colours,
        look,
        found.field,
        lit.field,
        writable.of(EditorState.readOnly.of(false)),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((transaction) => transaction.isUserEvent('server')))
            return;
          textarea.value = update.state.doc.toString();
          textarea.dispatchEvent(new Event('input', { bubbles: true }));
        }),
      ],
    }),
  });
  textarea.hidden = true;
  return view;
}

/** The server's findings carry their line; they are shown where they are, and their links move the cursor there. */
function markFindings(view) {
  const marks = [...document.querySelectorAll('#check-result [data-line]')]
    .filter((finding) => finding.dataset.severity !== 'info')
    .map((finding) => ({
      line: Number(finding.dataset.line),
      class: `cm-${finding.dataset.severity}`,
      title: finding.dataset.message,
    }));
  view.dispatch({ effects: found.effect.of(marks) });
}

function goToLine(view, line) {
  const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}

/** The form beside changed the text: only what differs is replaced, so the cursor and what can be undone stay. */
function takeOver(view, textarea) {
  const next = document.getElementById('yaml-next');
  const text = next?.dataset.yaml;
  if (text === undefined) return;
  delete next.dataset.yaml;
  const old = view.state.doc.toString();
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let end = 0;
  const most = Math.min(old.length, text.length) - from;
  while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  view.dispatch({
    changes: { from, to: old.length - end, insert: text.slice(from, text.length - end) },
    userEvent: 'server',
  });
  textarea.value = text;
}

/** htmx gives the focus back to what has an id. In the form everything else keeps its place in order. */
function keepFocus() {
  const places = () => [
    ...(document
      .getElementById('form-pane')
      ?.querySelectorAll('input:not([type=hidden]), select, button, summary, [tabindex]') ?? []),
  ];
  let place = -1;
  document.addEventListener('htmx:beforeSwap', () => {
    place = places().indexOf(document.activeElement);
  });
  document.addEventListener('htmx:afterSettle', () => {
    if (place >= 0 && document.activeElement === document.body) places()[place]?.focus();
  });
}

keepFocus();
const textarea = document.querySelector('textarea[data-editor]');
if (textarea) {
  const view = createEditor(textarea);
  markFindings(view);
  const setWritable = (on) => view.dispatch({ effects: writable.reconfigure(EditorState.readOnly.of(!on)) });
  // While the form's change is on its way, what is typed here would be lost to it.
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.detail.target?.id === 'form-pane') setWritable(false);
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.target?.id === 'form-pane') setWritable(true);
  });
  document.addEventListener('htmx:afterSettle', () => takeOver(view, textarea));
  document.addEventListener('weir:lines', ({ detail: { from, to } }) => {
    const lines =
      from > 0 ? Array.from({ length: to - from + 1 }, (_, i) => ({ line: from + i, class: 'cm-lit' })) : [];
    view.dispatch({ effects: lit.effect.of(lines) });
  });
  document.addEventListener('htmx:afterSettle', () => markFindings(view));
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-go-to-line]');
    if (!link) return;
    event.preventDefault();
    goToLine(view, Number(link.dataset.goToLine));
  });
}
