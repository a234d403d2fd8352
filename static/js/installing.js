/* Lets the browser keep what anybody may read. Only once a reader has gone from one page to another: a glance costs nothing. */
export const start = () => navigator.serviceWorker.register("/service-worker.js").catch(() => {});
