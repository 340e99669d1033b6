import type { LiveEvent } from '@licheng/rest-contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveSource, LiveState } from '../src/api/live-source.ts';
import { shareLiveSource } from '../src/api/live-tabs.ts';

class FakeEventSource extends EventTarget {
  static open: FakeEventSource[] = [];
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.open.push(this);
  }
  close(): void {
    FakeEventSource.open = FakeEventSource.open.filter((one) => one !== this);
  }
  says(event: LiveEvent): void {
    this.dispatchEvent(new MessageEvent('change', { data: JSON.stringify(event) }));
  }
}

interface Tab {
  source: LiveSource;
  heard: LiveEvent[];
  states: LiveState[];
}

let tabs: Tab[] = [];
function openTab(): Tab {
  const heard: LiveEvent[] = [];
  const states: LiveState[] = [];
  const tab = {
    heard,
    states,
    source: shareLiveSource(
      (event) => heard.push(event),
      (state) => states.push(state),
    ),
  };
  tabs.push(tab);
  return tab;
}

const leader = async (): Promise<FakeEventSource> => {
  await vi.waitFor(() => expect(FakeEventSource.open).toHaveLength(1));
  const [only] = FakeEventSource.open;
  if (only === undefined) throw new Error('nobody leads');
  return only;
};
const NOTICE: LiveEvent = { kind: 'notice' };

beforeEach(() => {
  FakeEventSource.open = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('document', { visibilityState: 'visible' });
});
afterEach(async () => {
  for (const { source } of tabs) source.close();
  tabs = [];
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await vi.waitFor(async () => expect((await navigator.locks.query()).held).toEqual([]));
});

describe('open pages of one browser', () => {
  it('share one connection, and every page hears every event once', async () => {
    const all = [openTab(), openTab(), openTab()];
    const source = await leader();
    source.dispatchEvent(new Event('open'));
    source.says({ kind: 'resync' });
    source.says(NOTICE);
    for (const { heard, states } of all) {
      await vi.waitFor(() => expect(heard.filter(({ kind }) => kind === 'notice')).toHaveLength(1));
      expect(states.at(-1)).toBe('open');
      expect(heard[0]).toEqual({ kind: 'resync' });
    }
    expect(FakeEventSource.open).toHaveLength(1);
  });

  it('go on when the page that held the connection is closed', async () => {
    const [first, second] = [openTab(), openTab()];
    (await leader()).dispatchEvent(new Event('open'));
    await vi.waitFor(() => expect(second.states.at(-1)).toBe('open'));
    first.source.close();
    const next = await leader();
    next.dispatchEvent(new Event('open'));
    next.says(NOTICE);
    await vi.waitFor(() => expect(second.heard).toContainEqual(NOTICE));
  });

  it('know when the connection is lost, so that each asks by itself meanwhile', async () => {
    const [first, second] = [openTab(), openTab()];
    (await leader()).dispatchEvent(new Event('open'));
    await vi.waitFor(() => expect(second.states.at(-1)).toBe('open'));
    (await leader()).dispatchEvent(new Event('error'));
    for (const { states } of [first, second]) await vi.waitFor(() => expect(states.at(-1)).toBe('lost'));
  });

  it('a page opened later looks again once, and wakes a connection that waits', async () => {
    const first = openTab();
    (await leader()).dispatchEvent(new Event('error'));
    expect(FakeEventSource.open).toHaveLength(0);
    const second = openTab();
    (await leader()).dispatchEvent(new Event('open'));
    await vi.waitFor(() => expect(second.heard).toEqual([{ kind: 'resync' }]));
    expect(first.states.at(-1)).toBe('open');
  });

  it('a page in sight takes over from a leader that has fallen asleep', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const sleeper = openTab();
    const asleep = await leader();
    vi.clearAllTimers();
    const second = openTab();
    await vi.waitFor(() => expect(second.states).toContain('connecting'));
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect(FakeEventSource.open.filter((one) => one !== asleep)).toHaveLength(1));
    await vi.waitFor(() => expect(FakeEventSource.open).toHaveLength(1));
    expect(second.states).toContain('lost');
    const source = await leader();
    source.dispatchEvent(new Event('open'));
    source.says(NOTICE);
    await vi.waitFor(() => expect(sleeper.heard).toContainEqual(NOTICE));
  });
});
