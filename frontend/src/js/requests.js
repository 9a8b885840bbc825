/**
 * How htmx behaves here: no evaluated code (the Content-Security-Policy forbids it), no cached history, and an answer 422 is
 * swapped like a success because it carries the form with its errors. Of any other error page only the problem itself is shown,
 * above the page. When the session has ended, the answer is the page to sign in: then the whole page is loaded again.
 */
export function configure(htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    historyRestoreAsHxRequest: false,
    scrollBehavior: 'auto',
    timeout: 30_000,
    responseHandling: [
      { code: '204', swap: false },
      { code: '[23]..', swap: true },
      { code: '422', swap: true },
      {
        code: '[45]..',
        swap: true,
        error: true,
        ignoreTitle: true,
        target: '#page-message',
        select: '#problem',
        swapOverride: 'innerHTML',
      },
    ],
  });
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { responseURL } = event.detail.xhr;
    if (responseURL && new URL(responseURL).pathname === '/login') {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
}
