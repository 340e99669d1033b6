import { describe, expect, it } from 'vitest';
import { acceptedTypes, checkFile } from '../src/features/upload/check-file.ts';

const PDF = '%PDF-1.7\nbody';
const MEBIBYTE = 1024 * 1024;

function file(name: string, content: string | Uint8Array<ArrayBuffer>): File {
  return new File([content], name);
}

describe('a file is checked before a byte is sent', () => {
  it.each([
    ['a real PDF', 'document', file('a.PDF', PDF), null],
    ['a program renamed .pdf', 'document', file('a.pdf', 'MZ\u0090\0program'), 'content_does_not_match_name'],
    ['a picture named .pdf', 'document', file('a.pdf', '\x89PNG'), 'content_does_not_match_name'],
    ['an empty file', 'document', file('a.pdf', ''), 'empty'],
    ['a Word file', 'document', file('a.docx', PDF), 'type_not_allowed'],
    ['a name without extension', 'document', file('pdf', PDF), 'type_not_allowed'],
    ['a PDF in the media slot', 'media', file('a.pdf', PDF), 'type_not_allowed'],
    ['a name of 201 characters', 'document', file(`${'長'.repeat(197)}.pdf`, PDF), 'name_too_long'],
  ] as const)('%s', async (_, slot, given, expected) => {
    expect(await checkFile(slot, given)).toBe(expected);
  });

  it('takes exactly the limit and refuses one byte more', async () => {
    const exactly = new Uint8Array(4 * MEBIBYTE);
    exactly.set(new TextEncoder().encode(PDF));
    expect(await checkFile('document', file('a.pdf', exactly))).toBeNull();
    expect(await checkFile('document', new File([exactly, 'x'], 'a.pdf'))).toBe('too_large');
  });

  it('says so when the browser cannot read the file any more', async () => {
    const gone = {
      name: 'a.pdf',
      size: 10,
      slice: () => {
        throw new Error('NotReadableError');
      },
    };
    expect(await checkFile('document', gone)).toBe('unreadable');
  });

  it('tells the picker extensions and types', () => {
    expect(acceptedTypes('media')).toBe('.mp3,.mp4,audio/mpeg,video/mp4');
  });
});
