import { ERROR_CODES, FILE_REJECTIONS, OPERATIONS, OUTCOME_STATUSES } from '@licheng/portfolio-rules';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLIENT_ERROR_CODES } from '../src/text/error-text.ts';
import { en } from '../src/text/en/index.ts';
import { textFor } from '../src/text/vocabulary.ts';
import { zhHant } from '../src/text/zh-hant/index.ts';

const languages = { 'zh-Hant': zhHant, en } as const;

function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, `${path}.${key}`));
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

describe.each(Object.entries(languages))('the texts in %s', (_, text) => {
  it('say something everywhere', () => {
    const empty = pathsOf(text).filter((path) => valueAt(text, path) === '');
    expect(empty).toEqual(['.upload.phase.empty']);
  });

  it('have, for every refusal, what happened and what to do', () => {
    for (const code of [...ERROR_CODES, ...CLIENT_ERROR_CODES]) {
      const { title, body } = text.errors[code]({});
      expect(title.length, code).toBeGreaterThan(3);
      expect(body.length, code).toBeGreaterThan(5);
      expect(`${title}${body}`, code).not.toMatch(/undefined|null|NaN|_/);
    }
  });

  it('name the window and its times when a window is closed', () => {
    const { title, body } = text.errors.window_closed({
      operation: 'submit',
      opensAt: '2022-07-01T00:00:00Z',
      closesAt: '2022-07-31T16:00:00Z',
    });
    expect(title).toContain(text.window.operation.submit);
    expect(body).toContain('2022/07/01 08:00');
    expect(body).toContain('2022/08/01 00:00');
  });

  it('say who decided what when another certifier was first', () => {
    const { title } = text.errors.already_decided({
      certifierName: '王老師',
      action: 'refuse',
      decidedAt: '2022-07-08T06:00:00Z',
    });
    expect(title).toContain('王老師');
    expect(title).toContain(text.outcome.status.refused);
  });

  it('name the limit of the selection and the minutes to wait', () => {
    expect(text.errors.selection_limit_reached({ limit: 6 }).body).toContain('6');
    expect(text.errors.too_many_attempts({ retryAfterSeconds: 61 }).body).toContain('2');
  });

  it('cover the words of the rules', () => {
    for (const reason of FILE_REJECTIONS) expect(text.fileRejection[reason]).toBeTruthy();
    for (const status of OUTCOME_STATUSES) expect(text.outcome.status[status]).toBeTruthy();
    for (const operation of OPERATIONS) expect(text.window.operation[operation]).toBeTruthy();
  });
});

describe('the dictionaries', () => {
  it('have the same entries', () => {
    expect(pathsOf(en).sort()).toEqual(pathsOf(zhHant).sort());
  });

  it('keep the manual’s exact words', () => {
    expect(zhHant.outcome.confirmSubmitBody).toBe('送出認證後即無法編輯及刪除！您確定要送出認證？');
    expect(zhHant.slotHint.document).toBe('(上傳格式限定.pdf、.png、.jpg，檔案大小上限為4MB)');
    expect(zhHant.slotHint.media).toBe('(上傳格式限定.mp3、.mp4，檔案大小上限為10MB)');
    expect(Object.values(zhHant.course.columns)).toEqual(
      '學年 學期類型 學期 科目名稱 實得學分 質性評語 成績 課程學習成果數量 操作'.split(' '),
    );
    expect(Object.values(zhHant.outcome.columns)).toEqual(
      '課程成果檔案 影音檔案 課程學習成果簡述 送出日期 認證日期 認證狀態 編輯 送出認證'.split(' '),
    );
    expect(Object.values(zhHant.outcome.status)).toEqual(['等待送出', '認證中', '認證通過', '認證不通過']);
    expect(zhHant.upload.title('英文(三)')).toBe('英文(三) - 上傳課程學習成果');
    expect(zhHant.outcome.title('英文寫作指導')).toBe('英文寫作指導 - 課程學習成果列表');
  });

  it('type no space between Chinese and Latin: the style sheet does', () => {
    const source = readFileSync(new URL('../src/text/zh-hant/index.ts', import.meta.url), 'utf8');
    const strings = source.match(/'[^'\n]*'|`[^`\n]*`/g) ?? [];
    expect(strings.filter((s) => /[\u4e00-\u9fff] (?:\$\{|[0-9A-Za-z])|[0-9A-Za-z}] [\u4e00-\u9fff]/.test(s))).toEqual(
      [],
    );
  });

  it('give null for a word newer than this build', () => {
    expect(textFor(zhHant.notices.kind, 'something_new')).toBeNull();
    expect(textFor(zhHant.notices.kind, 'toString')).toBeNull();
  });
});

describe('the components', () => {
  const source = new URL('../src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));

  it('hold no text of their own', () => {
    const withChinese = files.filter((name) => {
      const code = readFileSync(new URL(name, source), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /[\u4e00-\u9fff]/.test(code);
    });
    expect(files.length).toBeGreaterThan(30);
    expect(withChinese).toEqual([]);
  });

  it('hold no style attributes: the content security policy would drop them', () => {
    expect(files.filter((name) => /\sstyle=/.test(readFileSync(new URL(name, source), 'utf8')))).toEqual([]);
  });
});
