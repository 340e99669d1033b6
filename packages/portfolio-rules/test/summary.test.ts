import { describe, expect, it } from 'vitest';
import { isSummaryTooLong, normalizeSummary, summaryLength } from '../src/index.ts';

describe('課程學習成果簡述', () => {
  it('counts punctuation, spaces and line breaks, as the manual says', () => {
    expect(summaryLength('我的 成果，\n第二行。')).toBe(11);
  });

  it('counts CRLF, CR and LF as one character each', () => {
    expect(summaryLength('a\r\nb\rc\nd')).toBe(7);
    expect(normalizeSummary('a\r\nb\rc')).toBe('a\nb\nc');
  });

  it('counts an emoji outside the basic plane once', () => {
    expect(summaryLength('😀'.repeat(100))).toBe(100);
    expect(isSummaryTooLong('😀'.repeat(99) + '\r\n')).toBe(false);
  });

  it('refuses the 101st code point', () => {
    expect(isSummaryTooLong('字'.repeat(100))).toBe(false);
    expect(isSummaryTooLong('字'.repeat(101))).toBe(true);
  });
});
