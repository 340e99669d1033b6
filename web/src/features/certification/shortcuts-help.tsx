import { For } from 'solid-js';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { KEY_OF, setShortcutsEnabled, SHORTCUTS, shortcutsEnabled } from './shortcuts.ts';
import './shortcuts-help.css';

const SHOWN_AS: Readonly<Record<string, string>> = { Escape: 'Esc' };

export function ShortcutsHelp(props: { onClose: () => void }) {
  const words = () => reviewText().certification;
  return (
    <Dialog title={words().shortcuts} onClose={() => props.onClose()}>
      <p class="soft">{words().shortcutsLead}</p>
      <dl class="keys" classList={{ 'keys--off': !shortcutsEnabled() }}>
        <For each={SHORTCUTS}>
          {(shortcut) => (
            <div class="keys__row">
              <dt>
                <kbd class="key">{SHOWN_AS[KEY_OF[shortcut]] ?? KEY_OF[shortcut]}</kbd>
              </dt>
              <dd>{words().shortcutNames[shortcut]}</dd>
            </div>
          )}
        </For>
      </dl>
      <Checkbox checked={shortcutsEnabled()} onChange={setShortcutsEnabled}>
        {words().shortcutsOn}
      </Checkbox>
      <DialogButtons>
        <Button look="primary" onClick={() => props.onClose()}>
          {text().common.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
