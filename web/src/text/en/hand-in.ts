import { many } from './words.ts';
import type { Widened } from '../shape.ts';
import type { handInTexts as zhHant } from '../zh-hant/hand-in.ts';

export const handInTexts: Widened<typeof zhHant> = {
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
};
