export const calendarTexts = {
  calendar: {
    title: '作業時程',
    lead: '時間均為臺北時間。截止時間一到，伺服器即不再接受；截止前已開始的上傳可以傳完。',
    columns: { operation: '作業', opensAt: '開始', closesAt: '截止', state: '狀態', actions: '操作' },
    edit: '編輯',
    save: '儲存',
    saved: '已儲存',
    opensAt: '開始（臺北時間）',
    closesAt: '截止（臺北時間）',
    order: { title: '截止時間必須晚於開始時間', body: '請檢查兩個時間後再儲存。' },
    incomplete: { title: '請填寫開始與截止時間', body: '兩個欄位都需要填寫。' },
    editTitle: (year: number, name: string) => `${year}學年度 - ${name}`,
    yearLabel: '學年度',
    serverTime: (when: string) => `伺服器時間${when}`,
    emptyTitle: '還沒有設定作業時程',
    emptyBody: '沒有作業時程時，所有作業都不開放。',
  },
};
