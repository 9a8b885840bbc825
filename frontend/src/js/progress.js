/** A thin line at the top while a request takes longer than 300 ms, and aria-busy on what it will replace. */
export function showProgress(document) {
  let running = 0;
  const update = () => document.documentElement.classList.toggle('htmx-loading', running > 0);
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (event.detail.requestConfig.headers['HX-Polling']) return;
    running += 1;
    event.detail.target?.setAttribute('aria-busy', 'true');
    update();
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (event.detail.requestConfig.headers['HX-Polling']) return;
    running = Math.max(0, running - 1);
    event.detail.target?.removeAttribute('aria-busy');
    update();
  });
}
