import { LichengError, type FileSlot } from '@licheng/portfolio-rules';
import { type Call, requirePerson } from '@licheng/service-kit';
import type { Caller } from '../application/ports.ts';
import type { UploadsBySlot } from '../application/attached-files.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id of something that must exist: what is no id names nothing. @throws LichengError `not_found` */
export function knownId(value: string): string {
  const id = value.toLowerCase();
  if (!UUID.test(id)) throw new LichengError('not_found');
  return id;
}

/** The id of something that may be made. @throws LichengError `invalid_request` with the field */
export function newId(value: string, field: string): string {
  const id = value.toLowerCase();
  if (!UUID.test(id)) throw new LichengError('invalid_request', { field });
  return id;
}

export function oneOf<T extends string>(values: readonly T[], value: string, field: string): T {
  const known = values.find((candidate) => candidate === value);
  if (known === undefined) throw new LichengError('invalid_request', { field });
  return known;
}

export function text(value: string, field: string, maxCharacters = 500): string {
  if (value.length > maxCharacters || value.includes('\0')) throw new LichengError('invalid_request', { field });
  return value;
}

function uploadId(value: string): string | null {
  if (value === '') return null;
  const id = value.toLowerCase();
  if (!UUID.test(id)) throw new LichengError('upload_not_found');
  return id;
}

export function uploadsOf(request: { documentUploadId: string; mediaUploadId: string }): UploadsBySlot {
  const uploads: Record<FileSlot, string | null> = {
    document: uploadId(request.documentUploadId),
    media: uploadId(request.mediaUploadId),
  };
  return uploads;
}

export function callerAs(call: Call, ...roles: ('student' | 'administrator')[]): Caller {
  const { personId, institutionId, name, institutionName = '' } = requirePerson(call.principal, ...roles);
  return { personId, institutionId, name, institutionName, token: call.token };
}

/** Operators may write to any institution, administrators to their own. @throws LichengError `forbidden`, `not_found` */
export function institutionFor(call: Call, wanted: string): string {
  const person = requirePerson(call.principal, 'administrator', 'operator');
  const institutionId = knownId(wanted);
  if (person.role !== 'operator' && person.institutionId !== institutionId) throw new LichengError('not_found');
  return institutionId;
}
