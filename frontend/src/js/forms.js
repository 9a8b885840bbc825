/** A form marked data-submit-on-change is sent when one of its fields was changed; without scripts its button does it. */
export function submitOnChange(document) {
  document.addEventListener('change', (event) => {
    const form = event.target.closest?.('form[data-submit-on-change]');
    if (form) form.requestSubmit();
  });
}
