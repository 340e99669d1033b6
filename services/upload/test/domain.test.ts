import { describe, expect, it } from 'vitest';
import { cleanFileName } from '../src/domain/new-file.ts';
import { UPLOAD_ACTIONS, UPLOAD_STATUSES, UPLOAD_TRANSITIONS, can } from '../src/domain/upload-status.ts';
import { rangeOf } from '../src/entry/byte-range.ts';
import { parseMetadata } from '../src/entry/tus/metadata.ts';

describe('the state table of an upload', () => {
  it('reaches every status from receiving', () => {
    const reached = new Set<string>(['receiving']);
    for (const _ of UPLOAD_STATUSES) {
      for (const status of UPLOAD_STATUSES) {
        if (!reached.has(status)) continue;
        for (const action of UPLOAD_ACTIONS) reached.add(UPLOAD_TRANSITIONS[status][action] ?? status);
      }
    }
    expect([...reached].toSorted()).toEqual([...UPLOAD_STATUSES, 'discarded'].toSorted());
  });

  it('never leaves a verdict, and opens only what passed', () => {
    for (const action of UPLOAD_ACTIONS) {
      expect(UPLOAD_TRANSITIONS.rejected[action]).toBeNull();
      expect([null, 'passed']).toContain(UPLOAD_TRANSITIONS.passed[action]);
    }
    expect(UPLOAD_STATUSES.filter((status) => can('download', status))).toEqual(['passed']);
  });
});

describe('file names', () => {
  it.each([
    ['報告.pdf', '報告.pdf'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\a.pdf', 'a.pdf'],
    [' a\r\nb.pdf ', 'ab.pdf'],
    ['exe.\u202efdp', 'exe.fdp'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    ['e\u0301.pdf', '\u00e9.pdf'],
  ])('%j becomes %j', (given, wanted) => expect(cleanFileName(given)).toBe(wanted));
});

describe('tus metadata', () => {
  it('reads names in UTF-8 and empty values', () => {
    const header = `filename ${Buffer.from('報告.pdf').toString('base64')}, slot ZG9jdW1lbnQ=,empty`;
    expect([...parseMetadata(header)]).toEqual([
      ['filename', '報告.pdf'],
      ['slot', 'document'],
      ['empty', ''],
    ]);
  });

  it.each(['filename not-base64!', 'a YQ==,a YQ==', 'a YQ== YQ==', 'filename /w=='])('refuses %j', (header) => {
    expect(() => parseMetadata(header)).toThrow('invalid_request');
  });
});

describe('byte ranges', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=5-100', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-100', { start: 0, end: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', null],
    ['bytes=-', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    [undefined, null],
  ])('%j of ten bytes is %j', (header, wanted) => expect(rangeOf(header, 10)).toEqual(wanted));
});
