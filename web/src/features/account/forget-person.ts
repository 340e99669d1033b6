import { clearToasts } from '../../ui/toast.tsx';

/** How this device shows things; all else under `licheng.` is somebody's own. */
const OF_THE_DEVICE = new Set(['licheng.language', 'licheng.theme']);

/** After logging out nothing of the person stays here: the next one at a shared computer finds a fresh page. */
export function forgetPerson(): void {
  clearToasts();
  for (const storage of [() => localStorage, () => sessionStorage]) {
    try {
      const store = storage();
      for (const key of Object.keys(store)) {
        if (key.startsWith('licheng.') && !OF_THE_DEVICE.has(key)) store.removeItem(key);
      }
    } catch {
      // A browser that forbids storage has kept nothing.
    }
  }
}
