/** Registers the offline shell once the page itself is there: what it fetches ahead must not stand in the way. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () => {
    // Without it everything works but the start without a network.
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
  };
  if (document.readyState === 'complete') setTimeout(register, 1_000);
  else window.addEventListener('load', () => setTimeout(register, 1_000), { once: true });
}
