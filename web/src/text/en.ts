import type { Operation } from '@licheng/portfolio-rules';
import { formatDateTime } from '../lib/taipei.ts';
import { detailNumber, detailText, type ErrorTexts } from './error-text.ts';
import type { Text } from './shape.ts';

const operation = {
  upload: 'Upload',
  submit: 'Submit for certification',
  certify: 'Certification',
  select: 'Selection',
  hand_in: 'Hand-in',
} satisfies Record<Operation, string>;

function operationName(value: string | null): string {
  return value !== null && value in operation ? operation[value as Operation] : 'This step';
}

function many(count: number, one: string, other: string): string {
  return `${count} ${count === 1 ? one : other}`;
}

const status = {
  awaiting_submission: 'Awaiting submission',
  under_certification: 'Under certification',
  certified: 'Certified',
  refused: 'Refused',
};

const errors: ErrorTexts = {
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

export const en: Text = {
  product: { name: 'Licheng', tagline: 'Course learning record' },
  language: { label: 'Language', 'zh-Hant': '中文', en: 'English' },
  theme: { label: 'Appearance', system: 'As device', light: 'Light', dark: 'Dark' },
  shell: {
    skipToContent: 'Skip to content',
    mainNavigation: 'Main navigation',
    accountMenu: 'Account menu',
    signOut: 'Log out',
    notices: 'Notices',
    unreadNotices: (count) => many(count, 'unread notice', 'unread notices'),
    loading: 'Loading',
  },
  role: { student: 'Student', teacher: 'Teacher', administrator: 'Administrator', operator: 'Operator' },
  navigation: {
    courseRecord: 'Course learning record',
    upload: 'Upload outcomes',
    selection: 'Select outcomes',
    handInRecord: 'Hand-in record',
    certification: 'Certification',
    handIn: 'Hand in',
    calendar: 'Calendar',
  },
  connection: {
    offline: 'You are offline. What you entered is kept; the page updates when the network is back.',
    serverAway: 'The system cannot be reached; reconnecting. What was saved is safe.',
    liveAway: 'Live updates are interrupted; the page refreshes every few seconds instead.',
  },
  common: {
    ok: 'OK',
    cancel: 'Cancel',
    close: 'Close',
    retry: 'Try again',
    reload: 'Reload',
    confirm: 'Confirm',
    success: 'Success',
    none: '—',
    more: 'Load more',
    readMore: 'Read more',
    readLess: 'Show less',
    opensInNewTab: '(opens in a new tab)',
    academicYear: (year) => `Academic year ${year}`,
    backTo: (name) => `Back to ${name}`,
  },
  timeLeft: {
    day: (count) => `${many(count, 'day', 'days')} left`,
    hour: (count) => `${many(count, 'hour', 'hours')} left`,
    minute: (count) => `${many(count, 'minute', 'minutes')} left`,
    over: 'Closed',
  },
  deadline: {
    notSubmitted: 'Uploaded but not yet submitted for certification',
    count: (count) => `${count}`,
    until: (when) => `submit until ${when}`,
    noWindow: 'submission is not open now',
    go: (subject) => `Go to ${subject}`,
  },
  login: {
    title: 'Log in',
    account: 'Account',
    password: 'Password',
    submit: 'Log in',
    submitting: 'Logging in…',
    help: 'Accounts are made by your institution. If you cannot log in, ask them.',
    missing: { title: 'Enter account and password', body: 'Both fields are needed.' },
    signedOut: 'You have logged out.',
  },
  notFound: {
    title: 'No such page',
    body: 'The address may be wrong, or this account does not have this page.',
    home: 'Go home',
  },
  window: {
    operation,
    open: 'Open',
    notYet: 'Not yet open',
    closed: 'Closed',
    unset: 'Not set',
    openUntil: (name, when) => `${name}: open until ${when}`,
    opensAt: (name, when) => `${name}: opens ${when}`,
    closedAt: (name, when) => `${name}: closed ${when}`,
    none: (name) => `${name}: no window set`,
  },
  course: {
    title: 'Upload outcomes',
    lead: 'Choose a course to add or view outcomes. Only certified outcomes can be selected and handed in.',
    caption: 'Course list',
    columns: {
      academicYear: 'Year',
      termSystem: 'Term system',
      term: 'Term',
      subject: 'Subject',
      creditsEarned: 'Credits earned',
      qualitativeComment: 'Comment',
      grade: 'Grade',
      outcomeCount: 'Outcomes',
      actions: 'Actions',
    },
    termSystem: {
      undivided: 'Undivided',
      two_terms: 'Two terms',
      three_terms: 'Three terms',
      four_terms: 'Four terms',
    },
    term: (term) => `Term ${term}`,
    add: 'Add outcome',
    view: 'View outcomes',
    awaiting: (count) => `${count} awaiting submission`,
    refused: (count) => `${count} refused`,
    emptyTitle: 'No courses yet',
    emptyBody: 'If you cannot see your course, ask your institution whether you have been enrolled in it.',
  },
  slot: { document: 'Document file', media: 'Media file' },
  slotHint: {
    document: '(.pdf, .png or .jpg, at most 4 MB)',
    media: '(.mp3 or .mp4, at most 10 MB)',
  },
  upload: {
    title: (subject) => `${subject} - Upload outcome`,
    editTitle: (subject) => `${subject} - Edit outcome`,
    atLeastOne: 'At least one of the two.',
    choose: 'Choose…',
    browse: 'Browse',
    dropHere: 'or drop the file here',
    replace: 'Replace file',
    remove: 'Remove',
    summary: 'Summary',
    summaryHint: 'Optional, up to 100 characters (punctuation, spaces and line breaks count).',
    count: (count) => `${count}/100`,
    draftSaved: 'Draft kept on this device',
    add: 'Add',
    save: 'Save',
    adding: 'Working…',
    close: 'Close',
    stop: 'Stop uploading',
    canLeave: 'You may close this window, the upload goes on; do not close the whole page.',
    progress: 'Upload progress',
    progressSaid: (name, percent) => `${name} ${percent}% uploaded`,
    resume: 'Go on where it stopped',
    phase: {
      empty: '',
      refused: 'Cannot be used',
      chosen: 'Chosen',
      uploading: 'Uploading',
      paused: 'Connection lost, waiting for it',
      received: 'Received',
      checking: 'Being checked',
      passed: 'Ready to submit',
      rejected: 'Not passed',
      failed: 'Upload not finished',
    },
    saving: 'Files received, saving…',
    checkingHint: 'Received and kept safe. Checking format and scanning, usually within seconds. You may close this.',
    checkingLong:
      'The check takes longer than usual. The file is safe; the list updates when it is done. You may close this.',
    successTitle: 'Success',
    successAdded: 'The outcome was added and awaits submission. View it, then submit it before the deadline.',
    successSaved: 'The outcome was saved. Submit it before the deadline.',
    rejectedTitle: 'A file did not pass the check',
    rejectedBody: 'The summary is kept. Replace the file below, then press Save.',
    trayTitle: 'Uploads under way',
    trayOpen: 'Show',
    tray: {
      sending: (subject, percent) => `${subject}: uploading ${percent}%`,
      saving: (subject) => `${subject}: saving`,
      checking: (subject) => `${subject}: being checked`,
      accepted: (subject) => `${subject}: success`,
      needs_fix: (subject) => `${subject}: a file did not pass`,
      stopped: (subject) => `${subject}: upload not finished`,
    },
    refusal: {
      empty: 'This file holds no bytes. Export or save it again, then choose it.',
      too_large: 'The file is over the limit and was not sent. Compress or shorten it, then choose it again.',
      type_not_allowed: 'This file type is not accepted here. Save it in an accepted format, then choose it again.',
      content_does_not_match_name:
        'The content does not match the file extension; perhaps only the name was changed. Save it anew from the program it was made with.',
      name_too_long: 'The file name is over 200 characters. Rename the file, then choose it again.',
      unreadable: 'The browser cannot read this file; it may have been moved or deleted. Choose it again.',
    },
  },
  fileRejection: {
    empty: 'The file holds no bytes. Export or save it again, then upload it.',
    too_large: 'The file is over the limit (document 4 MB, media 10 MB). Compress or shorten it, then upload it.',
    type_not_allowed: 'The file type is not accepted. Save it in an accepted format, then upload it.',
    content_does_not_match_name:
      'The real content does not match the extension. Save it anew in the right format, then upload it.',
    infected: 'The virus scan found something harmful; nobody can open the file. Make it again on a clean device.',
    unreadable: 'The file is damaged or incomplete. Check that it opens on your own device, then upload it again.',
    encrypted: 'The file has a password or is encrypted, so nobody can review it. Remove the password, then upload it.',
  },
  outcome: {
    title: (subject) => `${subject} - Outcomes`,
    caption: 'Outcomes',
    columns: {
      document: 'Document file',
      media: 'Media file',
      summary: 'Summary',
      submittedAt: 'Submitted',
      decidedAt: 'Decided',
      status: 'Status',
      edit: 'Edit',
      submit: 'Submit for certification',
    },
    status,
    edit: 'Edit',
    delete: 'Delete',
    submit: 'Submit for certification',
    viewComment: 'View comment',
    commentTitle: "Reviewer's comment",
    commentBy: (name, when) => `${name} · ${when}`,
    selected: 'Selected',
    handedIn: (when) => `Handed in ${when}`,
    checking: 'Being checked',
    checkingHint: 'Opens once checked',
    rejected: 'Not passed',
    confirmDeleteTitle: 'Confirm deletion',
    confirmDeleteBody: 'This outcome and its files cannot be brought back.',
    confirmDelete: 'Delete',
    confirmSubmitTitle: 'Confirm',
    confirmSubmitBody: 'Once submitted, it can no longer be edited or deleted! Submit for certification?',
    confirmSubmit: 'Submit',
    submitted: 'Submitted',
    emptyTitle: 'No outcomes yet',
    emptyBody: 'Press Add outcome to upload the first. There is no limit on how many.',
    history: 'History',
    historyTitle: 'History of this outcome',
    fact: {
      added: 'Added',
      edited: 'Edited',
      submitted: 'Submitted for certification',
      certified: 'Certified',
      refused: 'Refused',
      revoked: 'Turned back to refused',
      selected: 'Selected',
      unselected: 'Unselected',
      handed_in: 'Handed in to the central database',
      received: 'Received by the central database',
      rejected: 'Returned by the central database',
    },
    version: (version) => `Version ${version}`,
  },
  selection: {
    title: 'Select outcomes',
    lead: 'Choose, among the certified outcomes, those to hand in.',
    certified: 'Certified',
    chosen: 'Selected',
    chosenCount: (count, limit) => `${count} / ${limit}`,
    select: 'Select',
    unselect: 'Unselect',
    full: (limit) => `${limit} selected, the limit of this year. To change one, unselect another first.`,
    emptyCertified: 'Nothing to select yet. Certified outcomes appear here.',
    emptyChosen: 'Nothing selected yet.',
    yearLabel: 'Academic year',
    handedIn: 'Handed in',
    saved: (when) => `Saved ${when}`,
  },
  certification: {
    title: 'Certification',
    lead: "Certification confirms that the work is this student's and belongs to this course. It is not a grade.",
    queue: 'Queue',
    filter: 'Status',
    filters: { under_certification: 'Under certification', certified: 'Certified', refused: 'Refused', all: 'All' },
    waiting: (count) => `${count} waiting`,
    waitedFor: (time) => `waiting ${time}`,
    age: {
      day: (count) => many(count, 'day', 'days'),
      hour: (count) => many(count, 'hour', 'hours'),
      minute: (count) => many(count, 'minute', 'minutes'),
    },
    submittedAt: 'Submitted',
    decidedAt: 'Decided',
    decidedBy: 'Certifier',
    preview: 'Preview',
    decision: 'Decision',
    open: 'Open in a new tab',
    noPreview: 'This file cannot be shown here; open it in a new tab.',
    noDocument: 'No document file',
    fingerprint: 'Fingerprint SHA-256',
    fileSize: 'Size',
    noSummary: 'The student wrote no summary.',
    certify: 'Certify',
    refuse: 'Refuse',
    revoke: 'Turn back to refused',
    comment: 'Comment',
    commentHint: 'Needed when refusing; the student reads it. Say why and what to change.',
    certified: 'Certified',
    refused: 'Returned to the student',
    decidedAs: (status, who, when) => `${who} decided ${when}: ${status}`,
    choose: 'Choose an outcome from the queue.',
    emptyTitle: 'No outcomes here',
    emptyWaiting: 'Nothing is waiting. New submissions appear here at once.',
    emptyOther: 'No outcome has this status.',
    windowClosed: 'Certification is not open now; viewing only.',
    back: 'Back to the queue',
    next: 'Next',
  },
  handIn: {
    deskTitle: 'Hand in',
    deskLead: 'Hand in the outcomes students selected to the central learning-portfolio database.',
    preview: 'Pre-check',
    ready: 'Ready',
    students: 'Students',
    already: 'Already handed in',
    notSelected: 'Certified, not selected',
    notSelectedHint: 'Not an error, but worth reminding the students before handing in.',
    submit: 'Hand in',
    nothing: 'Nothing is ready to hand in.',
    confirmTitle: 'Confirm hand-in',
    confirmBody: (year, count, students) =>
      `${many(count, 'outcome', 'outcomes')} of ${many(students, 'student', 'students')} of academic year ${year} will be handed in. They are sealed with their verdicts and cannot be taken back.`,
    submitted: 'Handed in',
    recordTitle: 'Hand-in record',
    recordLead: 'Outcomes handed in to the central database, and whether they were received.',
    recordEmptyTitle: 'Nothing handed in yet',
    recordEmptyStudent: 'Certified and selected outcomes appear here once your institution has handed them in.',
    recordEmptyAdministrator: 'After the first batch, the receipt of every item shows here.',
    batch: (number) => `Batch ${number}`,
    batchStatus: { sealing: 'Sealing', submitted: 'Sent, waiting for receipts', acknowledged: 'All answered' },
    counts: (received, rejected, sent) => `${received} received · ${rejected} returned · ${sent} waiting`,
    columns: {
      student: 'Student',
      subject: 'Subject',
      files: 'Files',
      batch: 'Batch',
      handedInAt: 'Handed in',
      status: 'Status',
      acknowledgedAt: 'Received',
    },
    itemStatus: { sent: 'Sent', received: 'Received', rejected: 'Returned' },
    rejection: {
      hash_mismatch: 'fingerprint differs',
      size_mismatch: 'size differs',
      file_missing: 'file missing',
      no_longer_certified: 'no longer certified when handed in, so it was not sent',
    },
    fingerprint: 'SHA-256',
  },
  calendar: {
    title: 'Calendar',
    lead: 'Times are Taipei time. The server refuses from the close on; uploads begun before may finish.',
    columns: { operation: 'Step', opensAt: 'Opens', closesAt: 'Closes', state: 'State', actions: 'Actions' },
    edit: 'Edit',
    save: 'Save',
    saved: 'Saved',
    opensAt: 'Opens (Taipei time)',
    closesAt: 'Closes (Taipei time)',
    order: { title: 'It must close after it opens', body: 'Check both times and save again.' },
    incomplete: { title: 'Fill in both times', body: 'Both fields are needed.' },
    editTitle: (year, name) => `Academic year ${year} - ${name}`,
    yearLabel: 'Academic year',
    serverTime: (when) => `Server time ${when}`,
    emptyTitle: 'No windows yet',
    emptyBody: 'Without a window, nothing is open.',
  },
  notices: {
    title: 'Notices',
    markAllRead: 'Mark all as read',
    unread: 'Unread',
    empty: 'No notices.',
    all: 'Show all notices',
    kind: {
      outcome_certified: (subject) => `An outcome of “${subject}” was certified`,
      outcome_refused: (subject) => `An outcome of “${subject}” was refused; read the comment and change it`,
      outcome_revoked: (subject) => `An outcome of “${subject}” was turned back to refused; its selection fell with it`,
      file_rejected: (subject) => `A file of “${subject}” did not pass the check; replace it`,
      deadline_near: (subject) => `Something in “${subject}” is unfinished and the deadline is near`,
      handed_in: (subject) => `An outcome of “${subject}” was handed in`,
      hand_in_rejected: (subject) => `An outcome of “${subject}” was returned by the central database`,
    },
    otherKind: (subject) => `News about “${subject}”`,
  },
  errors,
};
