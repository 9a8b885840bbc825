/**
 * How htmx behaves here: no evaluated code (the Content-Security-Policy forbids it), no cached history, and an answer 422 is
 * swapped like a success because it carries the form with its errors. Other errors arrive with HX-Retarget: #page-message.
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
      { code: '[45]..', swap: true, error: true },
    ],
  });
}
