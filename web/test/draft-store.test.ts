import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDraftStore, type Draft, type DraftFile, type DraftStore } from '../src/features/upload/draft-store.ts';
import { restoredFile } from '../src/features/upload/session-state.ts';
import { goesOn } from '../src/features/upload/goes-on.ts';

const DAY_MS = 24 * 3600 * 1000;

function draft(change: Partial<Draft> = {}): Draft {
  return {
    key: 'person-1/course-1/new',
    personId: 'person-1',
    courseId: 'course-1',
    subject: '英文(三)',
    outcomeId: '0199',
    outcome: null,
    summary: '我的😀簡述',
    files: { document: null, media: null },
    pressed: false,
    checking: false,
    saved: null,
    savedAtMs: 1_000,
    ...change,
  };
}

function kept(change: Partial<DraftFile> = {}): DraftFile {
  return {
    name: '報告.pdf',
    sizeBytes: 10,
    sha256: 'ab',
    creationKey: 'key',
    uploadUrl: 'https://example.test/api/v1/uploads/0199',
    uploadId: null,
    sentBytes: 6,
    paused: false,
    asChosen: false,
    ...change,
  };
}

let factory: IDBFactory;
let store: DraftStore;
beforeEach(() => {
  factory = new IDBFactory();
  store = createDraftStore(() => factory);
});

describe('drafts on this device', () => {
  it('come back with the same text and the same bytes after the page is gone', async () => {
    const bytes = new Blob([new Uint8Array([1, 2, 3])], { type: 'application/pdf' });
    await store.put(draft({ files: { document: kept(), media: null } }), { document: bytes });
    const nextVisit = createDraftStore(() => factory);
    expect(await nextVisit.get('person-1/course-1/new')).toEqual(draft({ files: { document: kept(), media: null } }));
    const found = await nextVisit.blob('person-1/course-1/new', 'document');
    expect(new Uint8Array((await found?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(new Uint8Array([1, 2, 3]));
    expect(found?.type).toBe('application/pdf');
  });

  it('keep their bytes when only the text changes, and lose them when the file is taken out', async () => {
    await store.put(draft(), { document: new Blob(['x']) });
    await store.put(draft({ summary: 'y' }), {});
    expect(await store.blob('person-1/course-1/new', 'document')).not.toBeNull();
    await store.put(draft(), { document: null });
    expect(await store.blob('person-1/course-1/new', 'document')).toBeNull();
  });

  it('are listed only for the person who left them', async () => {
    await store.put(draft(), {});
    await store.put(draft({ key: 'person-2/course-1/new', personId: 'person-2' }), {});
    expect((await store.listOf('person-2')).map(({ key }) => key)).toEqual(['person-2/course-1/new']);
    expect(await store.listOf('person-3')).toEqual([]);
  });

  it('go with their bytes when the person wants nothing left on a shared device; others keep theirs', async () => {
    await store.put(draft(), { document: new Blob(['x']) });
    await store.put(draft({ key: 'person-2/course-1/new', personId: 'person-2' }), { media: new Blob(['y']) });
    await store.removeAllOf('person-1');
    expect(await store.listOf('person-1')).toEqual([]);
    expect(await store.blob('person-1/course-1/new', 'document')).toBeNull();
    expect(await store.blob('person-2/course-1/new', 'media')).not.toBeNull();
  });

  it('are deleted when nobody came back for 14 days', async () => {
    await store.put(draft({ savedAtMs: 0 }), { document: new Blob(['x']) });
    await store.removeForgotten(14 * DAY_MS);
    expect(await store.listOf('person-1')).toHaveLength(1);
    await store.removeForgotten(14 * DAY_MS + 1);
    expect(await store.listOf('person-1')).toEqual([]);
    expect(await store.blob('person-1/course-1/new', 'document')).toBeNull();
  });

  it('reject where the browser forbids storage, and work again when it allows it', async () => {
    let forbidden = true;
    const moody = createDraftStore(() => {
      if (forbidden) throw new Error('SecurityError');
      return factory;
    });
    await expect(moody.put(draft(), {})).rejects.toThrow('SecurityError');
    forbidden = false;
    await moody.put(draft(), {});
    expect(await moody.listOf('person-1')).toHaveLength(1);
  });
});

describe('a file of a draft', () => {
  const bytes = new Blob(['0123456789'], { type: 'application/pdf' });

  it('on its way goes on from where it stopped, at the same place', () => {
    expect(restoredFile(kept(), bytes)).toMatchObject({
      phase: 'chosen',
      name: '報告.pdf',
      uploadUrl: 'https://example.test/api/v1/uploads/0199',
      resumedAt: 60,
      creationKey: 'key',
    });
  });

  it('the person had paused stays paused', () => {
    expect(restoredFile(kept({ paused: true }), bytes).phase).toBe('paused');
  });

  it('the server has is not sent again, even when its bytes could not be kept', () => {
    expect(restoredFile(kept({ uploadId: '0199' }), null)).toMatchObject({ phase: 'received', uploadId: '0199' });
  });

  it('without bytes anywhere leaves the field empty', () => {
    expect(restoredFile(kept(), null).phase).toBe('empty');
  });
});

describe('a draft goes on by itself', () => {
  it.each([
    ['when 新增 was pressed', draft({ pressed: true }), true],
    ['when its check is still out', draft({ checking: true }), true],
    ['when a file was on its way', draft({ files: { document: kept(), media: null } }), true],
    ['not when the file was paused', draft({ files: { document: kept({ paused: true }), media: null } }), false],
    ['not when a decision is missing', draft({ files: { document: kept({ asChosen: true }), media: null } }), false],
    [
      'not when all is there and nothing was pressed',
      draft({ files: { document: kept({ uploadId: 'x' }), media: 'removed' } }),
      false,
    ],
  ] as const)('%s', (_, given, expected) => {
    expect(goesOn(given)).toBe(expected);
  });
});
