import type { HandInBatch } from '../domain/hand-in.ts';
import type { Caller, Deps, HandInPreview } from './ports.ts';

/** 預檢: what a hand-in of this academic year would hold; year 0 is the newest the institution has courses in. */
export function previewHandIn(deps: Deps, caller: Caller, academicYear: number): Promise<HandInPreview> {
  return deps.withRecords(caller.institutionId, (records) => records.handIns.preview(academicYear));
}

/** 提交紀錄 of the institution, or of one student reduced to their own items. */
export function listHandIns(deps: Deps, caller: Caller, whose: 'institution' | 'own'): Promise<HandInBatch[]> {
  return deps.withRecords(caller.institutionId, (records) =>
    records.handIns.list(whose === 'own' ? caller.personId : null),
  );
}
