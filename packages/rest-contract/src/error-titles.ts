import type { ErrorCode } from '@licheng/portfolio-rules';

/** Languages of what the API says to people; the first is spoken to whoever asks for none of them. */
export const LANGUAGES = ['zh-Hant', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Words = Readonly<Record<Language, string>>;

const words = (zhHant: string, en: string): Words => ({ 'zh-Hant': zhHant, en });

/** One short title per code and language. Pages have longer texts of their own that say what to do next. */
export const ERROR_TITLES: Readonly<Record<ErrorCode, Words>> = {
  authentication_required: words('請先登入', 'Please log in'),
  invalid_credentials: words('帳號或密碼不正確', 'Wrong account or password'),
  too_many_attempts: words('嘗試次數過多', 'Too many attempts'),
  csrf_token_invalid: words('缺少或不符的 CSRF 權杖', 'The CSRF token is missing or wrong'),
  forbidden: words('這個帳號不能做這件事', 'This account may not do that'),
  not_found: words('找不到這筆資料', 'Not found'),
  invalid_request: words('填寫的內容無法接受', 'The request is not valid'),
  idempotency_key_reused: words('這筆資料已用其他內容送出過', 'Already sent with other contents'),
  version_conflict: words('資料剛剛有更新', 'It has changed meanwhile'),
  precondition_required: words('沒有說明是根據哪一版', 'The request must say which version it is about'),
  transition_not_allowed: words('目前的認證狀態不能這樣做', 'Not possible in the present status'),
  already_decided: words('已有人先完成認證', 'Somebody has already decided'),
  window_closed: words('現在不在作業時程內', 'The window is closed now'),
  not_enrolled: words('您不是這門課程的修課學生', 'You are not enrolled in this course'),
  file_required: words('還沒有選擇檔案', 'No file chosen'),
  file_empty: words('檔案是空的', 'The file is empty'),
  file_too_large: words('檔案超過大小上限', 'The file is too large'),
  file_type_not_allowed: words('檔案格式不符', 'This file type is not accepted'),
  file_name_too_long: words('檔名太長', 'The file name is too long'),
  file_not_clean: words('檔案沒有通過安全檢查', 'The file did not pass the safety check'),
  file_still_checking: words('檔案還在檢查中', 'The file is still being checked'),
  file_rejected: words('檔案未通過檢查', 'The file did not pass the check'),
  upload_not_found: words('找不到上傳的檔案', 'The uploaded file is gone'),
  upload_incomplete: words('檔案還沒有完整收到', 'The file has not fully arrived'),
  upload_offset_conflict: words('上傳進度不一致', 'The upload lost its place'),
  summary_too_long: words('課程學習成果簡述超過100字', 'The summary is over 100 characters'),
  comment_required: words('請填寫認證意見', 'A comment is needed'),
  comment_too_long: words('認證意見超過500字', 'The comment is over 500 characters'),
  reason_required: words('請選擇認證不通過的原因', 'Choose a reason'),
  undo_expired: words('已經不能復原', 'It can no longer be undone'),
  saved_comment_limit_reached: words('常用意見已達上限', 'You have reached the limit of saved comments'),
  deputy_not_possible: words('無法這樣設定代理', 'This deputy cannot be appointed'),
  selection_limit_reached: words('已達勾選件數上限', 'Selection is full'),
  nothing_to_hand_in: words('沒有可以提交的課程學習成果', 'Nothing to hand in'),
  login_taken: words('這個帳號已有人使用', 'This account name is taken'),
  service_unavailable: words('系統暫時無法處理', 'Temporarily unable to do this'),
  internal: words('系統發生沒有料到的問題', 'Something unexpected happened'),
};

/** The best of our languages for an Accept-Language header (RFC 9110, section 12.5.4). */
export function languageFor(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [range = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const given = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = given === undefined ? 1 : Number(given.slice(2));
    const language = /^zh(-|$)/.test(range) ? 'zh-Hant' : /^en(-|$)/.test(range) ? 'en' : undefined;
    if (language !== undefined && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? LANGUAGES[0];
}
