/** A button marked data-copy puts the text of the element with that id on the clipboard, and says so. Without scripts the text can be marked. */
export function copyOnClick(document) {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('button[data-copy]');
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.dataset.copied = 'true';
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  });
}
