import type { NoticeKind } from '../vocabulary.ts';

export const noticesTexts = {
  notices: {
    title: '通知',
    markAllRead: '全部標為已讀',
    unread: '未讀',
    empty: '目前沒有通知。',
    all: '查看全部通知',
    kind: {
      outcome_certified: (subject: string) => `「${subject}」的課程學習成果認證通過`,
      outcome_refused: (subject: string) => `「${subject}」的課程學習成果認證不通過，請檢視意見後修改`,
      outcome_revoked: (subject: string) => `「${subject}」的課程學習成果改為認證不通過，勾選已一併取消`,
      file_rejected: (subject: string) => `「${subject}」的檔案未通過檢查，請更換檔案`,
      deadline_near: (subject: string) => `「${subject}」還有未完成的作業，截止時間快到了`,
      handed_in: (subject: string) => `「${subject}」的課程學習成果已提交`,
      hand_in_rejected: (subject: string) => `「${subject}」的課程學習成果被學習歷程中央資料庫退回`,
    } satisfies Record<NoticeKind, (subject: string) => string>,
    otherKind: (subject: string) => `「${subject}」有新的進度`,
  },
};
