import type { ErrorTexts } from '../error-text.ts';
import { detailNumber, detailText } from '../error-text.ts';
import { formatDateTime } from '../../lib/taipei.ts';
import { operationName, status, many } from './words.ts';

export const errors: ErrorTexts = {
  authentication_required: () => ({
    title: 'Please log in',
    body: 'Your session has ended. Log in again and you will return to this page.',
  }),
  invalid_credentials: () => ({
    title: 'Wrong account or password',
    body: 'Check capital letters and your input method, then try again. If you have forgotten them, ask your institution.',
  }),
  too_many_attempts: (details) => {
    const seconds = detailNumber(details, 'retryAfterSeconds');
    const wait =
      seconds === null ? 'a few minutes' : `about ${many(Math.max(1, Math.ceil(seconds / 60)), 'minute', 'minutes')}`;
    return {
      title: 'Too many attempts',
      body: `To protect the account, wait ${wait} before trying again. It is not locked.`,
    };
  },
  csrf_token_invalid: () => ({
    title: 'This page has been open too long',
    body: 'Nothing was done. Reload the page and try again; the summary you typed is kept.',
  }),
  forbidden: () => ({
    title: 'This account may not do that',
    body: 'Nothing was changed. If you think it should be possible, ask your institution.',
  }),
  not_found: () => ({
    title: 'Not found',
    body: 'It may have been deleted, or it does not belong to this account. Go back to the list and choose again.',
  }),
  invalid_request: () => ({
    title: 'This cannot be accepted as filled in',
    body: 'Nothing was done. Check what you entered and try again.',
  }),
  idempotency_key_reused: () => ({
    title: 'Already sent with other contents',
    body: 'Nothing was saved twice. Close this and add it anew.',
  }),
  version_conflict: () => ({
    title: 'This outcome has just changed',
    body: 'It may have been edited in another window or device. The page now shows the latest; check it and try again.',
  }),
  transition_not_allowed: () => ({
    title: 'Not possible in the present status',
    body: 'Only outcomes awaiting submission or refused can be edited, deleted or submitted. The page now shows the latest.',
  }),
  already_decided: (details) => {
    const who = detailText(details, 'certifierName') ?? 'Someone else';
    const at = detailText(details, 'decidedAt');
    const verdict = detailText(details, 'action') === 'certify' ? status.certified : status.refused;
    return {
      title: `${who} has already decided${at === null ? '' : `: ${verdict} (${formatDateTime(at)})`}`,
      body: 'Your decision was not sent. The page now shows the result; look at it before deciding again.',
    };
  },
  window_closed: (details) => {
    const name = operationName(detailText(details, 'operation'));
    const opensAt = detailText(details, 'opensAt');
    const closesAt = detailText(details, 'closesAt');
    const period =
      opensAt !== null && closesAt !== null
        ? `The window is ${formatDateTime(opensAt)} to ${formatDateTime(closesAt)} (Taipei).`
        : 'No window is open.';
    return { title: `${name} is closed now`, body: `${period} Nothing was done. If in doubt, ask your institution.` };
  },
  precondition_required: () => ({
    title: 'Please reload and try again',
    body: 'The request did not say which version it was about, so nothing was changed. Reload the page and try again.',
  }),
  reason_required: () => ({
    title: 'Choose a reason',
    body: 'The student needs to know what kind of problem it is to be able to mend it and send it again.',
  }),
  undo_expired: () => ({
    title: 'It can no longer be undone',
    body: 'The result has been published to the student. To change it, turn it back to “not certified”.',
  }),
  saved_comment_limit_reached: () => ({
    title: 'You have reached the limit of saved comments',
    body: 'Delete one you no longer use, then save this one.',
  }),
  deputy_not_possible: () => ({
    title: 'This deputy cannot be appointed',
    body: 'A deputy must be a teacher or administrator of the same institution and not the teacher themself; the last day cannot be before the first day or before today.',
  }),
  not_enrolled: () => ({
    title: 'You are not enrolled in this course',
    body: 'Ask your institution whether you have been enrolled in it.',
  }),
  file_required: () => ({ title: 'No file chosen', body: 'Choose a document file, a media file, or both.' }),
  file_empty: () => ({
    title: 'The file is empty',
    body: 'It holds no bytes. Export or save it again, then choose it.',
  }),
  file_too_large: () => ({
    title: 'The file is too large',
    body: 'Documents may hold up to 4 MB, media files up to 10 MB. Compress or shorten it, then choose it again.',
  }),
  file_type_not_allowed: () => ({
    title: 'This file type is not accepted',
    body: 'Documents: .pdf, .png, .jpg. Media: .mp3, .mp4. Save it in one of these formats, then choose it again.',
  }),
  file_name_too_long: () => ({
    title: 'The file name is too long',
    body: 'Names may have up to 200 characters. Rename the file.',
  }),
  file_not_clean: () => ({
    title: 'The file did not pass the safety check',
    body: 'The virus scan found something harmful. It cannot be opened by anyone. Make the file again on a clean device.',
  }),
  file_still_checking: () => ({
    title: 'The file is still being checked',
    body: 'It has been received and cannot get lost. You can submit as soon as the check is done, usually within seconds.',
  }),
  file_rejected: () => ({
    title: 'The file did not pass the check',
    body: 'Press Edit, replace the file, then submit. The summary is kept.',
  }),
  upload_not_found: () => ({
    title: 'The uploaded file is gone',
    body: 'It may have been kept too long. Choose the file again; the summary is kept.',
  }),
  upload_incomplete: () => ({
    title: 'The file has not fully arrived',
    body: 'Wait for the upload to finish, or press Try again to go on where it stopped.',
  }),
  upload_offset_conflict: () => ({
    title: 'The upload lost its place',
    body: 'Press Try again; it goes on from what the server already has.',
  }),
  summary_too_long: () => ({
    title: 'The summary is over 100 characters',
    body: 'Punctuation, spaces and line breaks count. Shorten it and save again.',
  }),
  comment_required: () => ({ title: 'A comment is needed', body: 'When refusing, the student needs to know why.' }),
  comment_too_long: () => ({ title: 'The comment is over 500 characters', body: 'Shorten it and send again.' }),
  selection_limit_reached: (details) => {
    const limit = detailNumber(details, 'limit');
    return {
      title: 'Selection is full',
      body: `${limit === null ? 'All places of this year are taken.' : `At most ${limit} may be selected a year.`} Unselect another one first.`,
    };
  },
  nothing_to_hand_in: () => ({
    title: 'Nothing to hand in',
    body: 'No selected outcome of this year is waiting. Check whether the students have made their selection.',
  }),
  login_taken: () => ({ title: 'This account name is taken', body: 'Choose another account name.' }),
  service_unavailable: () => ({
    title: 'Temporarily unable to do this',
    body: 'This step is not finished; what was saved is safe. Try again in a moment.',
  }),
  internal: () => ({
    title: 'Something unexpected happened',
    body: 'What was saved is safe. Try again; if it keeps happening, tell your institution the time it happened.',
  }),
  offline: () => ({ title: 'No network', body: 'Check your connection and try again; what you entered is kept.' }),
  timed_out: () => ({
    title: 'No answer for a long time',
    body: 'The network may be slow. Try again; sending twice does not make two.',
  }),
  answer_not_understood: () => ({
    title: 'The answer made no sense',
    body: 'A public network may want you to sign in first, or the system is being updated. Reload the page and try again.',
  }),
};
