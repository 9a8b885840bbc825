// Turns the policy editor's text area into a YAML editor with line numbers and marks at the lines with errors. The text area
// stays the form's field: the editor copies every change into it, so saving, checking and going without scripts are one path.
import { basicSetup } from 'codemirror';
import { indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.comment], color: 'var(--text-quiet)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--text-quiet)' },
]);

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
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--border-strong)' },
});

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
        basicSetup,
        yaml(),
        indentUnit.of('  '),
        keymap.of([indentWithTab]),
        lintGutter(),
        syntaxHighlighting(colours),
        look,
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
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
  const diagnostics = [...document.querySelectorAll('#check-result [data-line]')].flatMap((finding) => {
    const line = Number(finding.dataset.line);
    if (!(line >= 1 && line <= view.state.doc.lines)) return [];
    const { from, to } = view.state.doc.line(line);
    return [{ from, to, severity: finding.dataset.severity, message: finding.dataset.message }];
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function goToLine(view, line) {
  const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}

const textarea = document.querySelector('textarea[data-editor]');
if (textarea) {
  const view = createEditor(textarea);
  markFindings(view);
  document.addEventListener('htmx:afterSettle', () => markFindings(view));
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-go-to-line]');
    if (!link) return;
    event.preventDefault();
    goToLine(view, Number(link.dataset.goToLine));
  });
}
