import type { Widened } from '../shape.ts';
import type { verifyTexts as zhHant } from '../zh-hant/verify.ts';

export const verifyTexts: Widened<typeof zhHant> = {
  verify: {
    title: 'Verify a submission receipt',
    lead: 'Choose or paste a receipt to see whether it is genuine and unaltered. Everything happens on this device; nothing is uploaded.',
    drop: 'Drop the receipt file here, or',
    choose: 'Choose a receipt file (.json)',
    paste: 'or paste the receipt',
    pasteHint: 'All of the receipt file, or the digital signature in it.',
    check: 'Verify',
    checking: 'Verifying…',
    another: 'Verify another',
    resultTitle: 'Result',
    validTitle: 'The receipt is valid',
    validBody: (institution) => `It was issued by the Licheng system of ${institution} and has not been altered since.`,
    provenTitle: 'What this proves',
    proven: (student, when, subject, version) =>
      `What ${student} submitted for certification at ${when} (Taipei time) is version ${version} of an outcome of “${subject}”.`,
    provenFiles: 'The files submitted then are exactly those with the fingerprints below.',
    provenTime: 'The time is by the server’s clock; a student cannot change it.',
    notProvenTitle: 'What this does not prove',
    notProven: [
      'That the outcome was certified.',
      'That the student made it; that is what certification is for.',
      'That a file you have is the file of then; choose it below to compare.',
    ],
    keySource: {
      server: (when) =>
        `With the keys this site publishes (fetched ${when}). Make sure the address is the institution’s.`,
      cached: (when) => `The system cannot be reached; with the keys this device kept on ${when}.`,
      file: 'With the key file you chose. Make sure that it comes from the institution.',
    },
    invalidTitle: 'The receipt is not valid',
    unsureTitle: 'It cannot be told yet',
    fault: {
      not_a_receipt: {
        title: 'This is not a submission receipt',
        body: 'It is incomplete, or not a receipt file of Licheng. Download the receipt file again and try once more.',
      },
      signature_wrong: {
        title: 'The signature does not fit',
        body: 'It was altered after it was issued, or not issued by this system. Do not trust it.',
      },
      text_altered: {
        title: 'What you can read was altered',
        body: 'The readable part differs from what the signature protects. Trust only the protected content below, and ask for the original file.',
      },
      key_unknown: {
        title: 'The key of this receipt is not known',
        body: 'It may have been issued by another system, or the list of keys is old. Go online and try again, or choose the issuer’s key file.',
      },
    },
    noKeysTitle: 'There are no keys',
    noKeysBody:
      'The system cannot be reached, and this device has kept no keys. Go online and try again, or choose a key file.',
    compareTitle: 'Compare files (optional)',
    compareLead: 'Choose a file you have: its fingerprint is compared with those on the receipt. It is not uploaded.',
    compareChoose: 'Choose files',
    comparing: 'Taking fingerprints…',
    same: (name, slot) => `“${name}” is exactly the submitted ${slot.toLowerCase()}.`,
    different: (name) => `“${name}” is not a file of this receipt: its content differs, if only by one byte.`,
    tooLarge: (name) => `“${name}” is too large to be a file of this receipt.`,
    keysTitle: 'Keys',
    keysLead:
      'Usually there is nothing to change. For a receipt of another system, choose that system’s key file (JSON Web Key Set).',
    keysChoose: 'Choose a key file',
    keysDownload: 'Download the key file of this system',
    keysBad: 'This is not a key file. Choose the JSON Web Key Set the system publishes.',
    keysReset: 'Use the keys of this site',
    ready: (count) => `Works offline: this device has kept ${count === 1 ? 'one key' : `${count} keys`}.`,
    signIn: 'Log in',
  },
};
