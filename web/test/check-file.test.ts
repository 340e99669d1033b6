import { describe, expect, it } from 'vitest';
import { acceptedTypes, checkFile, isAppleTouchDevice, slotFor } from '../src/features/upload/check-file.ts';

const PDF = '%PDF-1.7\nbody';
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1]);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEIC = '\0\0\0\x18ftypheic\0\0\0\0mif1';
const MP4 = '\0\0\0\x18ftypisom\0\0\0\0mp42';
const MEBIBYTE = 1024 * 1024;

function file(name: string, ...content: (string | Uint8Array<ArrayBuffer>)[]): File {
  return new File(content, name);
}
const refused = (refusal: string) => ({ kind: 'refused', refusal });

describe('a file is checked before a byte is sent', () => {
  it.each([
    ['a real PDF', 'document', file('a.PDF', PDF), { kind: 'fit' }],
    ['a real JPEG', 'document', file('a.jpeg', JPEG), { kind: 'fit' }],
    ['a program renamed .pdf', 'document', file('a.pdf', 'MZ\u0090\0program'), refused('content_does_not_match_name')],
    ['a program renamed .jpg', 'document', file('a.jpg', 'MZ\u0090\0program'), refused('content_does_not_match_name')],
    ['an empty file', 'document', file('a.pdf', ''), refused('empty')],
    ['a Word file', 'document', file('a.docx', PDF), refused('type_not_allowed')],
    ['a name of 201 characters', 'document', file(`${'長'.repeat(197)}.pdf`, PDF), refused('name_too_long')],
    ['a HEIC photo named .mp4', 'media', file('a.mp4', HEIC), refused('content_does_not_match_name')],
  ] as const)('%s', async (_, slot, given, expected) => {
    expect(await checkFile(slot, given)).toEqual(expected);
  });

  it.each([
    ['a JPEG named .png', file('掃描.png', JPEG), '掃描.jpg'],
    ['a PNG named .pdf', file('a.pdf', PNG), 'a.png'],
    ['a JPEG a phone named .HEIC', file('IMG_1.HEIC', JPEG), 'IMG_1.jpg'],
    ['a PDF without extension', file('報告', PDF), '報告.pdf'],
  ] as const)('%s may be used under its right name', async (_, given, newName) => {
    expect(await checkFile('document', given)).toEqual({ kind: 'misnamed', newName });
  });

  it('a file for the other field is told where it belongs', async () => {
    expect(await checkFile('media', file('a.pdf', PDF))).toEqual({ kind: 'other_slot', slot: 'document' });
    expect(await checkFile('document', file('a.mp4', MP4))).toEqual({ kind: 'other_slot', slot: 'media' });
    expect(await checkFile('media', file('a.pdf', 'MZ program'))).toEqual(refused('type_not_allowed'));
  });

  it('takes exactly the limit and refuses one byte more', async () => {
    const exactly = new Uint8Array(4 * MEBIBYTE);
    exactly.set(new TextEncoder().encode(PDF));
    expect(await checkFile('document', file('a.pdf', exactly))).toEqual({ kind: 'fit' });
    expect(await checkFile('document', file('a.pdf', exactly, 'x'))).toEqual(refused('too_large'));
  });

  it('offers to make a picture over the limit smaller, and to convert HEIC of any size', async () => {
    const rest = new Uint8Array(4 * MEBIBYTE);
    expect(await checkFile('document', file('a.jpg', JPEG, rest))).toEqual({ kind: 'convertible', why: 'too_large' });
    expect(await checkFile('document', file('a.png', PNG, rest))).toEqual({ kind: 'convertible', why: 'too_large' });
    expect(await checkFile('document', file('IMG_1.HEIC', HEIC))).toEqual({ kind: 'convertible', why: 'heic' });
    expect(await checkFile('document', file('IMG_1.jpg', HEIC, rest))).toEqual({ kind: 'convertible', why: 'heic' });
  });

  it('says so when the browser cannot read the file any more', async () => {
    const gone = {
      name: 'a.pdf',
      size: 10,
      slice: () => {
        throw new Error('NotReadableError');
      },
    };
    expect(await checkFile('document', gone)).toEqual(refused('unreadable'));
  });
});

describe('a dropped or pasted file', () => {
  it.each([
    ['a.pdf', '', 'document'],
    ['a.MP3', '', 'media'],
    ['image.png', 'image/png', 'document'],
    ['IMG_1.heic', '', 'document'],
    ['a.mov', 'video/quicktime', 'media'],
    ['a.docx', 'application/msword', null],
  ] as const)('%s (%s) goes to %s', (name, type, slot) => {
    expect(slotFor({ name, type })).toBe(slot);
  });
});

describe('the picker', () => {
  it('is told extensions and types', () => {
    expect(acceptedTypes('media', false)).toBe('.mp3,.mp4,audio/mpeg,video/mp4');
  });

  it('names HEIC except on devices that hand it over as JPEG when it is not named', () => {
    expect(acceptedTypes('document', false)).toContain('.heic');
    expect(acceptedTypes('document', true)).not.toContain('heic');
    expect(isAppleTouchDevice({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)', maxTouchPoints: 5 })).toBe(true);
    expect(isAppleTouchDevice({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X)', maxTouchPoints: 5 })).toBe(true);
    expect(isAppleTouchDevice({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X)', maxTouchPoints: 0 })).toBe(false);
    expect(isAppleTouchDevice({ userAgent: 'Mozilla/5.0 (Linux; Android 15)', maxTouchPoints: 5 })).toBe(false);
  });
});
