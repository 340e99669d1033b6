import type { ErrorTexts } from '../error-text.ts';
import { detailNumber, detailText } from '../error-text.ts';
import { formatDateTime } from '../../lib/taipei.ts';
import { operationName, status } from './words.ts';

export const errors: ErrorTexts = {
  authentication_required: () => ({ title: '請先登入', body: '您的登入已結束。請重新登入，登入後會回到原來的頁面。' }),
  invalid_credentials: () => ({
    title: '帳號或密碼不正確',
    body: '請檢查大小寫與輸入法後再輸入一次。忘記帳號或密碼，請洽您的實驗教育單位辦理者。',
  }),
  too_many_attempts: (details) => {
    const seconds = detailNumber(details, 'retryAfterSeconds');
    const wait = seconds === null ? '幾分鐘' : `約${Math.max(1, Math.ceil(seconds / 60))}分鐘`;
    return { title: '嘗試次數過多', body: `為了保護帳號，暫時不能再試。請等${wait}後再登入；帳號沒有被鎖住。` };
  },
  csrf_token_invalid: () => ({
    title: '這個頁面開得太久了',
    body: '這次操作沒有執行。請重新整理頁面後再做一次；已輸入的簡述會保留。',
  }),
  forbidden: () => ({
    title: '這個帳號不能做這件事',
    body: '沒有任何資料被更動。若您認為應該可以，請洽實驗教育單位辦理者。',
  }),
  not_found: () => ({ title: '找不到這筆資料', body: '它可能已被刪除，或不屬於這個帳號。請回到清單再選一次。' }),
  invalid_request: () => ({ title: '填寫的內容無法接受', body: '這次操作沒有執行。請檢查填寫的內容後再試一次。' }),
  idempotency_key_reused: () => ({
    title: '這筆資料已用其他內容送出過',
    body: '為避免重複，這次沒有再存一次。請關閉後重新新增。',
  }),
  version_conflict: () => ({
    title: '這份課程學習成果剛剛有更新',
    body: '可能是在另一個視窗或裝置編輯過。畫面已換成最新內容，請確認後再做一次。',
  }),
  transition_not_allowed: () => ({
    title: '目前的認證狀態不能這樣做',
    body: '只有「等待送出」或「認證不通過」的課程學習成果可以編輯、刪除或送出認證。畫面已換成最新狀態。',
  }),
  already_decided: (details) => {
    const who = detailText(details, 'certifierName') ?? '另一位認證者';
    const at = detailText(details, 'decidedAt');
    const verdict = detailText(details, 'action') === 'certify' ? status.certified : status.refused;
    return {
      title: `${who}已先完成認證${at === null ? '' : `：${verdict}（${formatDateTime(at)}）`}`,
      body: '您的決定沒有送出。畫面已換成最新結果，請查看後再決定。',
    };
  },
  window_closed: (details) => {
    const name = operationName(detailText(details, 'operation'));
    const opensAt = detailText(details, 'opensAt');
    const closesAt = detailText(details, 'closesAt');
    const period =
      opensAt !== null && closesAt !== null
        ? `作業時程為${formatDateTime(opensAt)}至${formatDateTime(closesAt)}。`
        : '目前沒有開放的作業時程。';
    return {
      title: `現在不在「${name}」的作業時程內`,
      body: `${period}這次操作沒有執行。若有疑問，請洽實驗教育單位辦理者。`,
    };
  },
  precondition_required: () => ({
    title: '請重新整理後再做一次',
    body: '這次操作沒有說明是根據哪一版，因此沒有執行。請重新整理頁面後再試一次。',
  }),
  reason_required: () => ({ title: '請選擇認證不通過的原因', body: '學生需要知道是哪一類問題，才能修改後再送出。' }),
  undo_expired: () => ({ title: '已經不能復原', body: '認證結果已經公布給學生。若要更改，請用「改為認證不通過」。' }),
  saved_comment_limit_reached: () => ({ title: '常用意見已達上限', body: '請先刪除不再使用的常用意見，再新增一則。' }),
  deputy_not_possible: () => ({
    title: '無法這樣設定代理',
    body: '代理人須是同一單位的授課教師或辦理者，不能是本人，結束日也不能早於開始日或今天。請檢查後再試一次。',
  }),
  not_enrolled: () => ({
    title: '您不是這門課程的修課學生',
    body: '請向實驗教育單位辦理者確認自己有沒有被設定為課程的修課學生。',
  }),
  file_required: () => ({ title: '還沒有選擇檔案', body: '課程成果檔案與影音檔案，二者需至少上傳一件。' }),
  file_empty: () => ({ title: '檔案是空的', body: '這個檔案沒有內容（0位元組）。請重新匯出或儲存後再選一次。' }),
  file_too_large: () => ({
    title: '檔案超過大小上限',
    body: '課程成果檔案上限為4MB，影音檔案上限為10MB。請壓縮或縮短後再選一次。',
  }),
  file_type_not_allowed: () => ({
    title: '檔案格式不符',
    body: '課程成果檔案限定.pdf、.png、.jpg，影音檔案限定.mp3、.mp4。請另存為這些格式後再選一次。',
  }),
  file_name_too_long: () => ({ title: '檔名太長', body: '檔名以200字為限。請改短檔名後再選一次。' }),
  file_not_clean: () => ({
    title: '檔案沒有通過安全檢查',
    body: '掃毒發現有害內容，檔案不會保存也不能開啟。請在乾淨的裝置上重新製作檔案。',
  }),
  file_still_checking: () => ({
    title: '檔案還在檢查中',
    body: '檔案已經收到、不會遺失。檢查完成後就能送出認證，通常只要幾秒。',
  }),
  file_rejected: () => ({ title: '檔案未通過檢查', body: '請按「編輯」換一個檔案，再送出認證。簡述會保留。' }),
  upload_not_found: () => ({
    title: '找不到上傳的檔案',
    body: '可能已超過保留時間。請重新選擇檔案上傳；簡述會保留。',
  }),
  upload_incomplete: () => ({ title: '檔案還沒有完整收到', body: '請等上傳完成，或按「再試一次」從中斷處繼續。' }),
  upload_offset_conflict: () => ({ title: '上傳進度不一致', body: '請按「再試一次」，會從伺服器已收到的地方繼續。' }),
  summary_too_long: () => ({
    title: '課程學習成果簡述超過100字',
    body: '標點符號、空白與換行都計算在內。請縮短後再儲存。',
  }),
  comment_required: () => ({ title: '請填寫認證意見', body: '認證不通過時，學生需要知道原因才能修改。' }),
  comment_too_long: () => ({ title: '認證意見超過500字', body: '請縮短後再送出。' }),
  selection_limit_reached: (details) => {
    const limit = detailNumber(details, 'limit');
    return {
      title: '已達勾選件數上限',
      body: `${limit === null ? '本學年度的名額已滿。' : `每學年度最多勾選 ${limit} 件。`}請先取消勾選另一件，再勾選這一件。`,
    };
  },
  nothing_to_hand_in: () => ({
    title: '沒有可以提交的課程學習成果',
    body: '這個學年度沒有已勾選而尚未提交的課程學習成果。請確認學生是否已完成勾選。',
  }),
  login_taken: () => ({ title: '這個帳號已有人使用', body: '請改用另一個帳號名稱。' }),
  service_unavailable: () => ({
    title: '系統暫時無法處理',
    body: '這次操作還沒有完成，已保存的資料不受影響。請稍候再試一次。',
  }),
  internal: () => ({
    title: '系統發生沒有料到的問題',
    body: '已保存的資料不受影響。請再試一次；若一直發生，請把發生的時間告訴實驗教育單位辦理者。',
  }),
  offline: () => ({ title: '目前連不上網路', body: '請檢查網路連線後再試一次；已輸入的內容會保留。' }),
  timed_out: () => ({ title: '等了很久還沒有回應', body: '網路可能很慢。請再試一次；重複送出不會產生兩筆。' }),
  answer_not_understood: () => ({
    title: '收到無法辨識的回應',
    body: '可能正經由公共網路的登入頁，或系統正在更新。請重新整理頁面後再試一次。',
  }),
};
