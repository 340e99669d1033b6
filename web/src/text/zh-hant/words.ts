import type { Operation, OutcomeStatus, RefusalReason } from '@licheng/portfolio-rules';

/** Words that texts of several pages use. */

export const operation = {
  upload: '上傳課程學習成果',
  submit: '送出認證',
  certify: '認證',
  select: '勾選課程學習成果',
  hand_in: '提交',
} satisfies Record<Operation, string>;

export function operationName(value: string | null): string {
  return value !== null && value in operation ? operation[value as Operation] : '這項作業';
}

export const status = {
  awaiting_submission: '等待送出',
  under_certification: '認證中',
  certified: '認證通過',
  refused: '認證不通過',
} satisfies Record<OutcomeStatus, string>;

/** Why a certifier refused, in the same words to both sides. */
export const refusalReason = {
  not_own_work: '非學生本人作品',
  wrong_course: '與課程不符',
  file_unreadable: '檔案無法閱讀',
  other: '其他',
} satisfies Record<RefusalReason, string>;
