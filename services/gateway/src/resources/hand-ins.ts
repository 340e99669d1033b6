import type { HandInBatch, HandInItem, PreviewHandInResponse } from '@licheng/contracts/course-record';
import type { FileSlot } from '@licheng/portfolio-rules';
import type { HandInBatchResource, HandInItemResource, HandInPreviewResource } from '@licheng/rest-contract';
import { toWindow } from './courses.ts';
import { instant, instantOrNull, present } from './instants.ts';

const toItem = (item: HandInItem): HandInItemResource => ({
  id: item.id,
  outcomeId: item.outcomeId,
  studentName: item.studentName,
  subject: item.subject,
  version: item.version,
  files: item.files.map(({ slot, fileName, sizeBytes, sha256 }) => ({
    slot: slot as FileSlot,
    fileName,
    sizeBytes,
    sha256,
  })),
  status: item.status as HandInItemResource['status'],
  rejection: item.rejection === '' ? null : item.rejection,
  acknowledgedAt: instantOrNull(item.acknowledgedAt),
});

export function toBatch(message: HandInBatch | undefined): HandInBatchResource {
  const { id, number, academicYear, status, createdAt, items } = present(message);
  return {
    id,
    number,
    academicYear,
    status: status as HandInBatchResource['status'],
    createdAt: instant(createdAt),
    items: items.map(toItem),
  };
}

export const toPreview = (
  academicYear: number,
  { windows, ...preview }: PreviewHandInResponse,
): HandInPreviewResource => ({ ...preview, academicYear, windows: windows.map(toWindow) });
