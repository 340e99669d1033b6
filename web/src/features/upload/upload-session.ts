import { FILE_SLOTS, type FileRejection, type FileSlot, normalizeSummary } from '@licheng/portfolio-rules';
import type { OutcomeResource } from '@licheng/rest-contract';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { ApiProblem, isTransient } from '../../api/api-problem.ts';
import { api, type OutcomeContent } from '../../api/endpoints.ts';
import { onLiveEvent } from '../../api/live.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { readStored, writeStored } from '../../lib/storage.ts';
import type { FilePhase, FileRefusal } from '../../text/vocabulary.ts';
import { checkFile } from './check-file.ts';
import { startTransfer, type Transfer } from './transfer.ts';
import {
  type Blocker,
  blockerOf,
  type FileEvent,
  type FormEvent,
  type FormPhase,
  isOpenForChange,
  needsTransfer,
  nextFilePhase,
  nextFormPhase,
} from './upload-machine.ts';

const FIRST_POLL_MS = 500;
const POLL_MS = 3_000;
const SLOW_AFTER_MS = 12_000;

export interface UploadTarget {
  personId: string;
  courseId: string;
  subject: string;
  /** The outcome to edit, or null to add one. */
  outcome: OutcomeResource | null;
}

export interface FileState {
  phase: FilePhase;
  file: File | null;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  uploadId: string | null;
  refusal: FileRefusal | null;
  rejection: FileRejection | null;
}

interface SessionState {
  phase: FormPhase;
  files: Record<FileSlot, FileState>;
  summary: string;
  error: unknown;
  /** The outcome as last saved; while null, sending makes a new one. */
  saved: { outcomeId: string; version: number } | null;
  checkIsSlow: boolean;
}

export interface UploadSession {
  readonly key: string;
  readonly target: UploadTarget;
  readonly state: SessionState;
  choose: (slot: FileSlot, file: File) => Promise<void>;
  remove: (slot: FileSlot) => void;
  writeSummary: (summary: string) => void;
  blocker: () => Blocker | null;
  send: () => Promise<void>;
  stop: () => void;
  percent: () => number;
  /** Whether its form is on the page; the tray shows the others. */
  formIsOpen: () => boolean;
  setFormIsOpen: (open: boolean) => void;
  /** Ends whatever still goes on here; what the server already holds stays. */
  dispose: () => void;
}

export function sessionKey(personId: string, courseId: string, outcomeId: string | null): string {
  return `${personId}/${courseId}/${outcomeId ?? 'new'}`;
}

const emptyFile: FileState = {
  phase: 'empty',
  file: null,
  name: '',
  sizeBytes: 0,
  sentBytes: 0,
  uploadId: null,
  refusal: null,
  rejection: null,
};

function filesOf(outcome: OutcomeResource | null): Record<FileSlot, FileState> {
  const stateOf = (slot: FileSlot): FileState => {
    const kept = outcome?.files.find((file) => file.slot === slot);
    if (kept === undefined) return { ...emptyFile };
    return {
      ...emptyFile,
      phase: kept.check,
      name: kept.fileName,
      sizeBytes: kept.sizeBytes,
      sentBytes: kept.sizeBytes,
      uploadId: kept.uploadId,
      rejection: kept.rejection,
    };
  };
  return { document: stateOf('document'), media: stateOf('media') };
}

/** One upload form's work, living outside the page: closing the form does not end it. */
export function createUploadSession(target: UploadTarget): UploadSession {
  const { outcome, personId, courseId } = target;
  const draftKey = `licheng.draft.${personId}.${outcome === null ? courseId : `${outcome.id}.${outcome.version}`}`;
  // Chosen once, so that sending again after a lost answer makes nothing twice.
  const newOutcomeId = crypto.randomUUID();
  const transfers = new Map<FileSlot, Transfer>();
  const [formIsOpen, setFormIsOpen] = createSignal(false);
  const disposal = new AbortController();

  const [state, setState] = createStore<SessionState>({
    phase: 'editing',
    files: filesOf(outcome),
    summary: readStored(draftKey) ?? outcome?.summary ?? '',
    error: null,
    saved: outcome === null ? null : { outcomeId: outcome.id, version: outcome.version },
    checkIsSlow: false,
  });

  const moveFile = (slot: FileSlot, event: FileEvent, change: Partial<FileState> = {}): boolean => {
    const next = nextFilePhase(state.files[slot].phase, event);
    if (next === null) return false;
    setState('files', slot, { ...change, phase: next });
    return true;
  };
  const moveForm = (event: FormEvent): boolean => {
    const next = nextFormPhase(state.phase, event);
    if (next === null) return false;
    setState('phase', next);
    return true;
  };
  const phases = () => ({ document: state.files.document.phase, media: state.files.media.phase });

  const sendFile = (slot: FileSlot, file: File) =>
    new Promise<void>((resolve, reject) => {
      moveFile(slot, 'start', { sentBytes: 0 });
      const transfer = startTransfer(file, slot, personId, {
        onProgress: (sentBytes) => moveFile(slot, 'advance', { sentBytes: Math.min(sentBytes, file.size) }),
        onConnectionLost: () => moveFile(slot, 'lose_connection'),
        onReceived: (uploadId) => {
          moveFile(slot, 'receive', { uploadId, sentBytes: file.size });
          resolve();
        },
        onFailed: (error) => {
          moveFile(slot, 'fail');
          reject(error);
        },
      });
      transfers.set(slot, transfer);
    });

  const content = (): OutcomeContent => ({
    summary: normalizeSummary(state.summary),
    documentUploadId: state.files.document.uploadId,
    mediaUploadId: state.files.media.uploadId,
  });

  const save = async (): Promise<OutcomeResource> => {
    const { saved } = state;
    if (saved === null) return api.addOutcome(courseId, { outcomeId: newOutcomeId, ...content() });
    try {
      return await api.editOutcome(saved.outcomeId, { expectedVersion: saved.version, ...content() });
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'version_conflict')) throw error;
      const current = await api.getOutcome(saved.outcomeId);
      // Our own earlier call may have arrived although its answer did not.
      if (holdsContent(current, content())) return current;
      setState('saved', { outcomeId: current.id, version: current.version });
      throw error;
    }
  };

  const applyChecks = (current: OutcomeResource) => {
    for (const file of current.files) {
      if (state.files[file.slot].uploadId !== file.uploadId) continue;
      if (file.check === 'passed') moveFile(file.slot, 'pass');
      if (file.check === 'rejected') moveFile(file.slot, 'reject', { rejection: file.rejection });
    }
    const now = Object.values(phases());
    if (now.includes('checking')) return;
    moveForm(now.includes('rejected') ? 'some_rejected' : 'all_passed');
  };

  const watchChecks = async (outcomeId: string) => {
    const startedAt = Date.now();
    // The first hint may have come while the outcome was being saved.
    let waitMs = FIRST_POLL_MS;
    while (!disposal.signal.aborted && state.phase === 'checking') {
      await nextHint(outcomeId, Object.values(content()), waitMs);
      waitMs = POLL_MS;
      if (disposal.signal.aborted) return;
      try {
        applyChecks(await api.getOutcome(outcomeId));
      } catch (error) {
        if (!isTransient(error)) {
          setState('error', error);
          return;
        }
      }
      setState('checkIsSlow', Date.now() - startedAt > SLOW_AFTER_MS);
    }
  };

  const send = async () => {
    if (blockerOf(phases(), state.summary) !== null || !moveForm('start')) return;
    setState('error', null);
    try {
      const sending: Promise<void>[] = [];
      for (const slot of FILE_SLOTS) {
        const { phase, file } = state.files[slot];
        if (needsTransfer(phase) && file !== null) sending.push(sendFile(slot, file));
      }
      // Every transfer ends before the form moves on: none may still be on its way when it is sent again.
      const failed = (await Promise.allSettled(sending)).find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    } catch (error) {
      if (moveForm('transfer_failed')) setState('error', error);
      return;
    }
    if (!moveForm('all_received')) return;
    try {
      const current = await save();
      writeStored(draftKey, null);
      setState('saved', { outcomeId: current.id, version: current.version });
      for (const slot of FILE_SLOTS) moveFile(slot, 'save');
      moveForm('saved');
      applyChecks(current);
      void refreshLists(courseId);
      await watchChecks(current.id);
      void refreshLists(courseId);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'upload_not_found') {
        for (const slot of FILE_SLOTS)
          if (state.files[slot].file !== null) moveFile(slot, 'forget', { uploadId: null });
      }
      if (moveForm('save_failed')) setState('error', error);
    }
  };

  return {
    key: sessionKey(personId, courseId, outcome?.id ?? null),
    target,
    state,
    send,
    choose: async (slot, file) => {
      const refusal = await checkFile(slot, file);
      if (!moveForm('change')) return;
      setState('error', null);
      const chosen = { ...emptyFile, file, name: file.name, sizeBytes: file.size, refusal };
      moveFile(slot, refusal === null ? 'choose' : 'choose_unfit', chosen);
    },
    remove: (slot) => {
      if (!moveForm('change')) return;
      setState('error', null);
      moveFile(slot, 'remove', emptyFile);
    },
    writeSummary: (summary) => {
      if (!isOpenForChange(state.phase)) return;
      setState('summary', summary);
      writeStored(draftKey, summary);
    },
    blocker: () => blockerOf(phases(), state.summary),
    stop: () => {
      if (!moveForm('stop')) return;
      for (const slot of FILE_SLOTS) {
        void transfers.get(slot)?.stop();
        moveFile(slot, 'stop', { sentBytes: 0 });
      }
    },
    percent: () => {
      const travelling = FILE_SLOTS.map((slot) => state.files[slot]).filter((file) => file.file !== null);
      const total = travelling.reduce((sum, file) => sum + file.sizeBytes, 0);
      const sent = travelling.reduce((sum, file) => sum + file.sentBytes, 0);
      return total === 0 ? 100 : Math.floor((sent / total) * 100);
    },
    formIsOpen,
    setFormIsOpen,
    dispose: () => {
      disposal.abort();
      for (const transfer of transfers.values()) void transfer.stop();
    },
  };
}

function holdsContent(outcome: OutcomeResource, content: OutcomeContent): boolean {
  const uploadIn = (slot: FileSlot) => outcome.files.find((file) => file.slot === slot)?.uploadId ?? null;
  return (
    outcome.summary === content.summary &&
    uploadIn('document') === content.documentUploadId &&
    uploadIn('media') === content.mediaUploadId
  );
}

/** Resolves when a live event speaks of this outcome or one of its uploads, or after a few seconds without one. */
function nextHint(outcomeId: string, uploadIds: readonly (string | null)[], waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const stopListening = onLiveEvent((event) => {
      if (event.kind === 'resync') done();
      if (event.kind === 'outcome' && event.outcomeId === outcomeId) done();
      if (event.kind === 'upload' && uploadIds.includes(event.uploadId)) done();
    });
  });
}

async function refreshLists(courseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.courses }),
    queryClient.invalidateQueries({ queryKey: keys.outcomes(courseId) }),
  ]);
}
