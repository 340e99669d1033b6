import type { Widened } from '../shape.ts';
import type { receiptTexts as zhHant } from '../zh-hant/receipt.ts';

export const receiptTexts: Widened<typeof zhHant> = {
  receipt: {
    title: 'Submission receipt',
    lead: 'It proves that this outcome was submitted for certification at the time stated. Print it or keep the file: anyone can verify it later.',
    print: 'Print',
    download: 'Download receipt file',
    fileName: (subject, date) => `receipt-${subject}-${date}.json`,
    student: 'Student',
    institution: 'Institution',
    course: 'Subject',
    academicYear: 'Academic year',
    version: 'Version',
    submittedAt: 'Submitted at',
    submittedAtHint: 'Taipei time, by the server’s clock',
    files: 'Files',
    nameOfFile: 'File name',
    size: 'Size',
    bytes: (count) => `${count.toLocaleString('en')} bytes`,
    fingerprint: 'Fingerprint (SHA-256)',
    summaryFingerprint: 'Fingerprint of the summary (SHA-256)',
    receiptId: 'Receipt number',
    keyId: 'Signing key',
    signature: 'Digital signature (JWS, Ed25519)',
    showSignature: 'Show the digital signature',
    howTitle: 'How to verify',
    how: (address) =>
      `Open ${address} and choose the downloaded receipt file. It is verified on your own device, without logging in.`,
    howFile: 'Choose the original file as well to see that it is exactly what was submitted.',
    outcomeLink: 'Go to this outcome',
  },
};
