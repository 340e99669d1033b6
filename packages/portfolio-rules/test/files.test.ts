import { describe, expect, it } from 'vitest';
import { SLOT_RULES, expectedMediaType, extensionOf, sniffMediaType } from '../src/index.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('files of an outcome', () => {
  it('takes 4 MB documents and 10 MB media, in binary megabytes', () => {
    expect(SLOT_RULES.document.maxBytes).toBe(4_194_304);
    expect(SLOT_RULES.media.maxBytes).toBe(10_485_760);
  });

  it.each([
    ['document', '我的學習成果.PDF', 'application/pdf'],
    ['document', 'photo.jpeg', 'image/jpeg'],
    ['media', '我的影片.mp4', 'video/mp4'],
    ['document', '我的影片.mp4', null],
    ['media', 'a.pdf', null],
    ['document', 'noextension', null],
    ['document', '.pdf', null],
    ['document', 'x.constructor', null],
  ] as const)('in slot %s a file named %s must hold %s', (slot, name, type) => {
    expect(expectedMediaType(slot, name)).toBe(type);
  });

  it('knows a file by its first bytes, not by its name', () => {
    expect(sniffMediaType(ascii('%PDF-1.7'))).toBe('application/pdf');
    expect(sniffMediaType(ascii('MZ\x90\x00'))).toBeNull();
    expect(sniffMediaType(new Uint8Array([0, 0, 0, 24, ...ascii('ftypisom')]))).toBe('video/mp4');
    expect(sniffMediaType(ascii('ID3\x04'))).toBe('audio/mpeg');
    expect(sniffMediaType(new Uint8Array([0xff, 0xfb, 0x90]))).toBe('audio/mpeg');
    expect(sniffMediaType(new Uint8Array([]))).toBeNull();
  });

  it('reads the last extension only', () => {
    expect(extensionOf('report.pdf.exe')).toBe('exe');
  });
});
