export const selectionTexts = {
  selection: {
    title: '勾選課程學習成果',
    lead: '從認證通過的課程學習成果中勾選要提交的項目。',
    certified: '認證通過',
    chosen: '已勾選',
    chosenCount: (count: number, limit: number) => `${count} / ${limit}`,
    select: '勾選',
    unselect: '取消勾選',
    full: (limit: number) => `已勾選${limit}件，達到本學年度上限。要換一件時，請先取消勾選。`,
    emptyCertified: '沒有可以勾選的課程學習成果。認證通過後會出現在這裡。',
    emptyChosen: '還沒有勾選任何一件。',
    yearLabel: '學年度',
    handedIn: '已提交',
    saved: (when: string) => `已儲存${when}`,
  },
};
