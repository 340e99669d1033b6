import type { HandInRejection } from '../vocabulary.ts';

export const handInTexts = {
  handIn: {
    deskTitle: '提交',
    deskLead: '把學生已勾選的課程學習成果提交至學習歷程中央資料庫。',
    preview: '預檢',
    ready: '可提交件數',
    students: '學生人數',
    already: '先前已提交',
    notSelected: '認證通過但未勾選',
    notSelectedHint: '不是錯誤，但值得在提交前提醒學生。',
    submit: '提交',
    nothing: '目前沒有可以提交的課程學習成果。',
    confirmTitle: '確認提交',
    confirmBody: (year: number, count: number, students: number) =>
      `將提交${year}學年度${students}位學生的${count}件課程學習成果。提交後，這些成果與認證結果即封存，無法撤回。`,
    submitted: '已提交',
    recordTitle: '提交紀錄',
    recordLead: '已提交至學習歷程中央資料庫的課程學習成果，以及對方是否收訖。',
    recordEmptyTitle: '還沒有提交紀錄',
    recordEmptyStudent: '認證通過並勾選的課程學習成果，由實驗教育單位辦理者提交後會出現在這裡。',
    recordEmptyAdministrator: '在「提交」完成第一批後，會在這裡看到每一件的收訖狀況。',
    batch: (number: number) => `第${number}批`,
    batchStatus: { sealing: '封存中', submitted: '已送出，等待收訖', acknowledged: '已全部回覆' },
    counts: (received: number, rejected: number, sent: number) =>
      `已收訖${received} · 退回${rejected} · 等待回覆${sent}`,
    columns: {
      student: '學生',
      subject: '科目名稱',
      files: '檔案',
      batch: '批次',
      handedInAt: '提交日期',
      status: '狀態',
      acknowledgedAt: '收訖日期',
    },
    itemStatus: { sent: '已送出', received: '已收訖', rejected: '退回' },
    rejection: {
      hash_mismatch: '檔案指紋不符',
      size_mismatch: '檔案大小不符',
      file_missing: '缺少檔案',
      no_longer_certified: '提交時已不是認證通過，沒有送出',
    } satisfies Record<HandInRejection, string>,
    fingerprint: 'SHA-256',
  },
};
