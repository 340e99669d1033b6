import { createHash } from 'node:crypto';

/**
 * The EICAR anti-virus test file, the harmless text every scanner must report. Put together here, so that a
 * scanner on a developer's machine does not take this source file away.
 */
export function eicarTestFile(): Buffer {
  const head = ['X5O!P%@AP[4', '\\PZX54(P^)7CC)7}$'].join('');
  const name = ['EICAR', 'STANDARD', 'ANTIVIRUS', 'TEST', 'FILE!'].join('-');
  return Buffer.from(`${head}${name}$H+H*`, 'latin1');
}

/** ClamAV extended signature: any file type, any offset. Finds the text inside archives and PDF streams too. */
export function bodySignature(): string {
  return `Licheng.Test.EICAR:0:*:${eicarTestFile().toString('hex')}\n`;
}

export function hashSignature(): string {
  const file = eicarTestFile();
  return `${createHash('md5').update(file).digest('hex')}:${file.length}:Licheng.Test.EICAR-file\n`;
}
