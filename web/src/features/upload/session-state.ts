import { FILE_SLOTS, type FileRejection, type FileSlot } from '@licheng/portfolio-rules';
import type { OutcomeFileResource, OutcomeResource } from '@licheng/rest-contract';
import { ApiProblem } from '../../api/api-problem.ts';
import type { FilePhase, FileRefusal } from '../../text/vocabulary.ts';
import type { Draft, DraftFile } from './draft-store.ts';
import type { ImageSize } from './image-work.ts';
import type { Rate } from './transfer-rate.ts';
import { type FormPhase, isMoving } from './upload-machine.ts';

export interface UploadTarget {
  personId: string;
  courseId: string;
  subject: string;
  /** The outcome to edit, or null to add one. */
  outcome: OutcomeResource | null;
}

/** What the person may agree to, where the file as it is cannot be taken. */
export type Offer =
  | { kind: 'picture'; why: 'too_large' | 'heic'; after: File; beforeSize: ImageSize; afterSize: ImageSize }
  | { kind: 'rename'; newName: string }
  | { kind: 'other_slot'; slot: FileSlot };

export interface FileState {
  phase: FilePhase;
  /** The bytes, as long as this tab holds them. */
  file: File | null;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  rate: Rate | null;
  sha256: string | null;
  creationKey: string;
  uploadUrl: string | null;
  uploadId: string | null;
  refusal: FileRefusal | null;
  rejection: FileRejection | null;
  offer: Offer | null;
  error: ApiProblem | null;
  /** The server knew these bytes already. */
  recognised: boolean;
  /** Per cent from which an upload of an earlier visit goes on; null when it is of this visit. */
  resumedAt: number | null;
  /** Whether it differs from what the outcome holds. */
  changed: boolean;
}

type Role = 'seeking' | 'leading' | 'following';

export interface SessionState {
  phase: FormPhase;
  files: Record<FileSlot, FileState>;
  summary: string;
  error: unknown;
  /** The outcome as last saved; while null, sending makes a new one. */
  saved: { outcomeId: string; version: number } | null;
  checkIsSlow: boolean;
  role: Role;
  /** What a remembered 新增 cannot go on without. */
  waitingFor: 'network' | 'sign_in' | null;
  /** When the draft was last stored on this device; null before the first time. */
  draftSavedAtMs: number | null;
  /** Whether this device keeps the form when the page is closed; null until it was tried. */
  survives: boolean | null;
  /** Of a draft from an earlier visit: when it was stored. */
  restoredFromMs: number | null;
  /** Another tab has added what was in this form. */
  finishedElsewhere: boolean;
}

export const emptyFile: FileState = {
  phase: 'empty',
  file: null,
  name: '',
  sizeBytes: 0,
  sentBytes: 0,
  rate: null,
  sha256: null,
  creationKey: '',
  uploadUrl: null,
  uploadId: null,
  refusal: null,
  rejection: null,
  offer: null,
  error: null,
  recognised: false,
  resumedAt: null,
  changed: false,
};

export function initialState({ outcome }: Pick<UploadTarget, 'outcome'>): SessionState {
  return {
    phase: 'editing',
    files: filesOf(outcome),
    summary: outcome?.summary ?? '',
    error: null,
    saved: outcome === null ? null : { outcomeId: outcome.id, version: outcome.version },
    checkIsSlow: false,
    role: 'seeking',
    waitingFor: null,
    draftSavedAtMs: null,
    survives: null,
    restoredFromMs: null,
    finishedElsewhere: false,
  };
}

export function sessionKey(personId: string, courseId: string, outcomeId: string | null): string {
  return `${personId}/${courseId}/${outcomeId ?? 'new'}`;
}

function filesOf(outcome: OutcomeResource | null): Record<FileSlot, FileState> {
  const stateOf = (slot: FileSlot) => heldFile(outcome?.files.find((file) => file.slot === slot));
  return { document: stateOf('document'), media: stateOf('media') };
}

function heldFile(held: OutcomeFileResource | undefined): FileState {
  if (held === undefined) return { ...emptyFile };
  return {
    ...emptyFile,
    phase: held.check,
    name: held.fileName,
    sizeBytes: held.sizeBytes,
    sentBytes: held.sizeBytes,
    uploadId: held.uploadId,
    rejection: held.rejection,
  };
}

/** Whether anything in the form would be missed. @param baseSummary what the outcome holds. */
export function isWorthKeeping(state: SessionState, baseSummary: string): boolean {
  return state.summary !== baseSummary || FILE_SLOTS.some((slot) => state.files[slot].changed);
}

export function anyMoving({ files }: Pick<SessionState, 'files'>): boolean {
  return FILE_SLOTS.some((slot) => isMoving(files[slot].phase));
}

function draftFileOf(file: FileState): DraftFile | 'removed' | null {
  if (!file.changed) return null;
  if (file.phase === 'empty') return 'removed';
  // A file that was refused has no bytes here: what remains is that the field is empty.
  if (file.file === null && file.uploadId === null) return 'removed';
  return {
    name: file.name,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    creationKey: file.creationKey,
    uploadUrl: file.uploadUrl,
    uploadId: file.uploadId,
    sentBytes: file.sentBytes,
    paused: file.phase === 'paused',
    asChosen: file.phase === 'reading' || file.phase === 'converting' || file.phase === 'offered',
  };
}

/** A file of a draft as it stands before anything goes on; `bytes` null when they could not be kept. */
export function restoredFile(kept: DraftFile, bytes: Blob | null): FileState {
  const file = bytes === null ? null : new File([bytes], kept.name, { type: bytes.type });
  if (file === null && kept.uploadId === null) return { ...emptyFile, changed: true };
  const base = {
    ...emptyFile,
    file,
    name: kept.name,
    sizeBytes: kept.sizeBytes,
    sentBytes: kept.sentBytes,
    sha256: kept.sha256,
    creationKey: kept.creationKey,
    uploadUrl: kept.uploadUrl,
    changed: true,
  };
  if (kept.uploadId !== null) {
    return { ...base, phase: 'received', uploadId: kept.uploadId, sentBytes: kept.sizeBytes };
  }
  if (kept.asChosen) return { ...base, phase: 'empty' };
  return { ...base, phase: kept.paused ? 'paused' : 'chosen', resumedAt: percentOf(kept.sentBytes, kept.sizeBytes) };
}

export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(100, Math.floor((part / whole) * 100));
}

export function isPressed(state: Pick<SessionState, 'phase'>): boolean {
  return state.phase === 'sending' || state.phase === 'saving';
}

export function draftOf(
  key: string,
  target: UploadTarget,
  outcomeId: string,
  state: SessionState,
  savedAtMs: number,
): Draft {
  return {
    key,
    personId: target.personId,
    courseId: target.courseId,
    subject: target.subject,
    outcomeId,
    outcome: target.outcome,
    summary: state.summary,
    files: { document: draftFileOf(state.files.document), media: draftFileOf(state.files.media) },
    pressed: isPressed(state),
    checking: state.phase === 'checking',
    saved: copyOf(state.saved),
    savedAtMs,
  };
}

function copyOf<T extends object>(value: T | null): T | null {
  return value === null ? null : { ...value };
}

type TabFile = Omit<FileState, 'file' | 'offer' | 'error'> & { error: [string, number] | null };
/** What the other tabs are told: everything that shows, nothing that only the leading tab can use. */
export type Snapshot = Pick<SessionState, 'phase' | 'summary' | 'saved' | 'checkIsSlow' | 'waitingFor'> & {
  files: Record<FileSlot, TabFile>;
};

export function snapshotOf(state: SessionState): Snapshot {
  const fileOf = (slot: FileSlot): TabFile => {
    const { file: _bytes, offer: _offer, error, rate, ...rest } = state.files[slot];
    return {
      ...rest,
      rate: copyOf(rate),
      error: error === null ? null : [error.code, error.status],
    };
  };
  const { phase, summary, saved, checkIsSlow, waitingFor } = state;
  return {
    phase,
    summary,
    saved: copyOf(saved),
    checkIsSlow,
    waitingFor,
    files: { document: fileOf('document'), media: fileOf('media') },
  };
}

export function shownFrom(snapshot: Snapshot): Partial<SessionState> {
  const fileOf = (slot: FileSlot): FileState => {
    const { error, ...rest } = snapshot.files[slot];
    return {
      ...rest,
      file: null,
      offer: null,
      error: error === null ? null : new ApiProblem(error[0] as ApiProblem['code'], error[1]),
    };
  };
  return { ...snapshot, files: { document: fileOf('document'), media: fileOf('media') } };
}
