import { describe, expect, it } from 'vitest';
import { metadataHeader } from '../src/features/upload/tus.ts';

describe('Upload-Metadata', () => {
  it('holds UTF-8 in base64, and leaves out what is not known', () => {
    const header = metadataHeader({ filename: '我的學習成果😀.pdf', slot: 'document', sha256: null });
    const values = Object.fromEntries(
      header.split(',').map((pair) => {
        const [key = '', value = ''] = pair.split(' ');
        return [key, Buffer.from(value, 'base64').toString('utf8')];
      }),
    );
    expect(values).toEqual({ filename: '我的學習成果😀.pdf', slot: 'document' });
  });
});
