const RELOADED_KEY = 'licheng.reloaded-at';
const AT_MOST_EVERY_MS = 60_000;

/**
 * A page opened before an update asks for parts that are no longer there. It is loaded anew, but not again and again: a part
 * that cannot be fetched for another reason is shown as an error instead.
 */
export function reloadAfterUpdate(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const before = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
    if (!navigator.onLine || Date.now() - before < AT_MOST_EVERY_MS) return;
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
