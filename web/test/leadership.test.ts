import { afterEach, describe, expect, it } from 'vitest';
import { type Leadership, seekLeadership } from '../src/features/upload/leadership.ts';

const open: Leadership[] = [];
afterEach(() => {
  for (const leadership of open.splice(0)) leadership.release();
});

function tab(key: string) {
  const seen: string[] = [];
  let wake: () => void = () => undefined;
  const note = (what: string) => {
    seen.push(what);
    wake();
  };
  const leadership = seekLeadership(key, {
    onGained: () => note('gained'),
    onLost: () => note('lost'),
    beforeHandOver: () => {
      note('stored');
      return Promise.resolve();
    },
  });
  open.push(leadership);
  const heard = async (what: string) => {
    while (!seen.includes(what)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { seen, heard, leadership };
}

describe('of several tabs with the same form', () => {
  it('one leads, and when it is closed the next does', async () => {
    const first = tab('form-1');
    await first.heard('gained');
    const second = tab('form-1');
    const other = tab('form-2');
    await other.heard('gained');
    expect(second.seen).toEqual([]);
    first.leadership.release();
    await second.heard('gained');
  });

  it('a tab that does not answer is overruled and follows', async () => {
    const frozen = tab('form-3');
    await frozen.heard('gained');
    // A lock taken over by another tab's request looks like this to the one that held it.
    await navigator.locks.request('licheng-upload:form-3', { steal: true }, () => Promise.resolve());
    await frozen.heard('lost');
    expect(frozen.seen.slice(0, 2)).toEqual(['gained', 'lost']);
  });
});
