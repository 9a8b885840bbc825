/**
 * Lights the lines of the YAML that a sentence or a finding is about while one points at it or has it in focus: those of the page, by their
 * ids, and by an event those of the editor.
 */
export function lightLines(document) {
  const show = (element) => {
    const from = Number(element?.dataset.linesFrom ?? 0);
    const to = Number(element?.dataset.linesTo ?? 0);
    document.querySelectorAll('.yaml .lit').forEach((line) => line.classList.remove('lit'));
    for (let line = from; from > 0 && line <= to; line += 1) {
      document.getElementById(`L${line}`)?.classList.add('lit');
    }
    document.dispatchEvent(new CustomEvent('weir:lines', { detail: { from, to } }));
  };
  const about = (event) => event.target.closest?.('[data-lines-from]');
  for (const start of ['mouseover', 'focusin']) {
    document.addEventListener(start, (event) => {
      if (about(event)) show(about(event));
    });
  }
  for (const end of ['mouseout', 'focusout']) {
    document.addEventListener(end, (event) => {
      if (about(event)) show(null);
    });
  }
}
