import { FILE_SLOTS, type FileSlot } from '@licheng/portfolio-rules';
import type { OutcomeResource, SessionResource } from '@licheng/rest-contract';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { ApiProblem, isTransient } from '../../api/api-problem.ts';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { type Draft, type DraftBlobs, draftStore } from './draft-store.ts';
import { type Leadership, onOtherTabs, seekLeadership, tellOtherTabs } from './leadership.ts';
import { contentOf, nextHint, OvertakenError, refreshLists, saveOutcome } from './save-outcome.ts';
import { createFileDesk } from './session-files.ts';
import {
  anyMoving,
  draftOf,
  emptyFile,
  type FileState,
  initialState,
  isWorthKeeping,
  percentOf,
  restoredFile,
  type SessionState,
  sessionKey,
  shownFrom,
  type Snapshot,
  snapshotOf,
  type UploadTarget,
} from './session-state.ts';
import {
  type Blocker,
  blockerOf,
  type FileEvent,
  type FormEvent,
  isOpenForChange,
  nextFilePhase,
  nextForPress,
  nextFormPhase,
} from './upload-machine.ts';

const FIRST_POLL_MS = 500;
const POLL_MS = 3_000;
const SLOW_AFTER_MS = 12_000;
const RETRY_SAVE_MS = 4_000;
/** Without an answer by then, whoever leads is not talking. */
const FOLLOW_AFTER_MS = 400;
const TELL_EVERY_MS = 250;
const KEEP_PROGRESS_EVERY_MS = 1_000;
/** An original that is only to be made smaller may be large; beyond this it has to be chosen again after a reload. */
const LARGEST_KEPT_BYTES = 40 * 1024 * 1024;

export interface UploadSession {
  readonly key: () => string;
  readonly target: UploadTarget;
  readonly state: SessionState;
  choose: (slot: FileSlot, file: File) => Promise<void>;
  accept: (slot: FileSlot) => void;
  remove: (slot: FileSlot) => void;
  pause: (slot: FileSlot) => void;
  resumeFile: (slot: FileSlot) => void;
  writeSummary: (summary: string) => void;
  blocker: () => Blocker | null;
  /** Whether files and summary may be changed, in this tab and now. */
  isOpen: () => boolean;
  /** 新增 or 儲存: remembered, and carried out when every file is there. */
  press: () => void;
  takeBack: () => void;
  percent: () => number;
  /** Throws the draft away; the returned function brings it back. */
  discard: () => () => void;
  takeOver: () => void;
  /** Somebody is signed in (again): go on where that is allowed. */
  resume: () => void;
  suspend: () => void;
  /** Whether its form is on the page; the tray shows the others. */
  formIsOpen: () => boolean;
  setFormIsOpen: (open: boolean) => void;
  /** Whether it is still needed without its form. */
  isNeeded: () => boolean;
  /** Lets go of it in this tab; what is stored and what the server holds stay. Resolves when nothing more is written. */
  dispose: () => Promise<void>;
}

/**
 * One upload form's work, living outside the page: neither closing the form nor closing the tab ends it.
 * @param onIdle nothing is left to do and no form shows it: it must not keep other tabs from leading.
 */
export function createUploadSession(target: UploadTarget, onIdle: () => void): UploadSession {
  const { outcome, personId, courseId } = target;
  const [key, setKey] = createSignal(sessionKey(personId, courseId, outcome?.id ?? null));
  const [formIsOpen, setFormIsOpen] = createSignal(false);
  const [state, setState] = createStore<SessionState>(initialState(target));
  // Chosen once and kept with the draft, so that adding again after a lost answer makes nothing twice.
  let outcomeId = outcome?.id ?? crypto.randomUUID();
  let baseSummary = outcome?.summary ?? '';
  const life = new AbortController();
  const isOver = () => life.signal.aborted;
  let saving = false;

  const signedInAs = () => queryClient.getQueryData<SessionResource | null>(keys.session)?.person.id;
  const leads = () => state.role === 'leading';
  const mayGoOn = () => !isOver() && leads() && signedInAs() === personId;
  const isOpen = () => leads() && isOpenForChange(state.phase);
  const phases = () => ({ document: state.files.document.phase, media: state.files.media.phase });
  const moveFile = (slot: FileSlot, event: FileEvent, change: Partial<FileState> = {}): boolean => {
    const next = nextFilePhase(state.files[slot].phase, event);
    if (next === null || isOver()) return false;
    setState('files', slot, { ...change, phase: next });
    return true;
  };
  const moveForm = (event: FormEvent): boolean => {
    const next = nextFormPhase(state.phase, event);
    if (next === null) return false;
    setState('phase', next);
    return true;
  };

  // --- kept on this device -------------------------------------------------------------------------------------------

  const storedBytes: Partial<Record<FileSlot, File | null>> = {};
  let storing: Promise<void> | null = null;
  let storeAgain = false;
  const isKept = () => state.phase === 'checking' || (state.phase !== 'accepted' && isWorthKeeping(state, baseSummary));

  const storeOnce = async () => {
    if (!isKept()) {
      await draftStore.remove(key());
      for (const slot of FILE_SLOTS) storedBytes[slot] = null;
      setState({ draftSavedAtMs: null, survives: true });
      return;
    }
    const draft = draftOf(key(), target, outcomeId, state, Date.now());
    const blobs: DraftBlobs = {};
    const now: Partial<Record<FileSlot, File | null>> = {};
    for (const slot of FILE_SLOTS) {
      const { file } = state.files[slot];
      const kept = state.phase === 'checking' || (file?.size ?? 0) > LARGEST_KEPT_BYTES ? null : file;
      now[slot] = kept;
      if (storedBytes[slot] !== kept) blobs[slot] = kept;
    }
    try {
      await draftStore.put(draft, blobs);
      Object.assign(storedBytes, now);
      setState({ draftSavedAtMs: draft.savedAtMs, survives: true });
    } catch (error) {
      // No room for the files: at least what was typed may fit.
      await draftStore.put({ ...draft, files: { document: null, media: null } }, { document: null, media: null });
      throw error;
    }
  };
  const store = () => {
    if (!leads() || isOver()) return;
    storeAgain = true;
    storing ??= (async () => {
      while (storeAgain) {
        storeAgain = false;
        await storeOnce().catch(() => setState('survives', false));
      }
      storing = null;
    })();
  };

  // --- told to the other tabs ----------------------------------------------------------------------------------------

  let tellTimer: ReturnType<typeof setTimeout> | undefined;
  let progressKeptAt = 0;
  const tell = () => {
    if (!leads() || isOver()) return;
    tellTimer ??= setTimeout(() => {
      tellTimer = undefined;
      if (leads() && !isOver()) tellOtherTabs({ kind: 'state', key: key(), snapshot: snapshotOf(state) });
    }, TELL_EVERY_MS);
  };
  const moved = () => {
    store();
    tell();
    settle();
  };

  const desk = createFileDesk({
    state,
    moveFile,
    note: (slot, change) => setState('files', slot, change),
    mayGoOn,
    onMoved: moved,
    onProgress: () => {
      tell();
      if (Date.now() - progressKeptAt < KEEP_PROGRESS_EVERY_MS) return;
      progressKeptAt = Date.now();
      store();
    },
    onSessionLost: () => {
      setState('waitingFor', 'sign_in');
      // Shows the login page when the session is over; renews the token when only that was stale.
      void queryClient.refetchQueries({ queryKey: keys.session }).then(resume);
    },
  });

  // --- 新增 ----------------------------------------------------------------------------------------------------------

  const settle = () => {
    if (state.phase !== 'sending' || !mayGoOn()) return;
    switch (nextForPress(phases(), state.summary)) {
      case 'save':
        if (moveForm('all_received')) void save();
        break;
      case 'take_back':
        moveForm('take_back');
        break;
      case 'transfer_failed':
        moveForm('transfer_failed');
        break;
      case 'wait':
        break;
    }
  };

  let wake: () => void = () => undefined;
  /** Until something speaks for trying again: the network, a login, or a few seconds. */
  const nextChance = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RETRY_SAVE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      window.addEventListener('online', wake, { once: true });
    });

  const save = async () => {
    if (saving) return;
    saving = true;
    try {
      while (state.phase === 'saving' && !isOver()) {
        if (mayGoOn()) {
          try {
            await afterSaving(await saveOutcome(courseId, outcomeId, state.saved, contentOf(state)));
            return;
          } catch (error) {
            if (!isPassing(error)) {
              saveFailed(error);
              return;
            }
            setState('waitingFor', isTransient(error) ? 'network' : 'sign_in');
          }
        }
        await nextChance();
      }
    } finally {
      saving = false;
    }
  };

  const saveFailed = (error: unknown) => {
    if (error instanceof OvertakenError) {
      setState('saved', { outcomeId: error.current.id, version: error.current.version });
    }
    if (error instanceof ApiProblem && error.code === 'upload_not_found') {
      for (const slot of FILE_SLOTS) {
        if (state.files[slot].file !== null) moveFile(slot, 'forget', { uploadId: null, sentBytes: 0 });
      }
    }
    setState('waitingFor', null);
    if (moveForm('save_failed')) setState('error', error instanceof OvertakenError ? error.problem : error);
    moved();
  };

  const afterSaving = async (current: OutcomeResource) => {
    const previousKey = key();
    setState({ saved: { outcomeId: current.id, version: current.version }, waitingFor: null });
    for (const slot of FILE_SLOTS) {
      moveFile(slot, 'save');
      setState('files', slot, { changed: false });
    }
    moveForm('saved');
    baseSummary = state.summary;
    tellOtherTabs({ kind: 'finished', key: previousKey });
    // From now on it is the outcome's own form; the form for a new one is free again.
    setKey(sessionKey(personId, courseId, current.id));
    store();
    if (key() !== previousKey) {
      await storing;
      await draftStore.remove(previousKey).catch(() => undefined);
      leadership.release();
      leadership = seekLeadership(key(), { ...leadershipEvents, onGained: () => undefined });
    }
    applyChecks(current);
    void refreshLists();
    void watchChecks(current.id);
  };

  const applyChecks = (current: OutcomeResource) => {
    for (const file of current.files) {
      if (state.files[file.slot].uploadId !== file.uploadId) continue;
      if (file.check === 'passed') moveFile(file.slot, 'pass');
      if (file.check === 'rejected') moveFile(file.slot, 'reject', { rejection: file.rejection });
    }
    const now = Object.values(phases());
    if (!now.includes('checking') && moveForm(now.includes('rejected') ? 'some_rejected' : 'all_passed')) {
      void refreshLists();
    }
    store();
    tell();
    if (state.phase === 'accepted') leadership.release();
  };

  const watchChecks = async (savedId: string) => {
    const startedAt = Date.now();
    // The first hint may have come while the outcome was being saved.
    let waitMs = FIRST_POLL_MS;
    while (!isOver() && state.phase === 'checking') {
      await nextHint(savedId, state, waitMs);
      waitMs = POLL_MS;
      if (isOver() || signedInAs() !== personId) continue;
      try {
        applyChecks(await api.getOutcome(savedId));
      } catch (error) {
        if (!isPassing(error)) {
          // Deleted or withdrawn meanwhile: there is nothing left to wait for.
          moveForm('all_passed');
          store();
          return;
        }
      }
      setState('checkIsSlow', Date.now() - startedAt > SLOW_AFTER_MS);
    }
  };

  // --- leading and following -----------------------------------------------------------------------------------------

  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });

  const restore = async (draft: Draft) => {
    outcomeId = draft.outcomeId;
    const base = initialState(target);
    const files = { ...base.files };
    const asChosen: { slot: FileSlot; file: File }[] = [];
    for (const slot of FILE_SLOTS) {
      const kept = draft.files[slot];
      if (kept === 'removed') files[slot] = { ...emptyFile, changed: true };
      else if (kept !== null) {
        const bytes = await draftStore.blob(draft.key, slot).catch(() => null);
        files[slot] = restoredFile(kept, bytes);
        storedBytes[slot] = files[slot].file;
        if (kept.asChosen && files[slot].file !== null) asChosen.push({ slot, file: files[slot].file });
      }
    }
    if (draft.checking) {
      for (const slot of FILE_SLOTS) {
        if (files[slot].phase === 'received') files[slot] = { ...files[slot], phase: 'checking', changed: false };
      }
      baseSummary = draft.summary;
    }
    setState({
      files,
      summary: draft.summary,
      saved: draft.checking || base.saved === null ? draft.saved : base.saved,
      phase: draft.checking ? 'checking' : draft.pressed ? 'sending' : 'editing',
      restoredFromMs: draft.savedAtMs,
      draftSavedAtMs: draft.savedAtMs,
      survives: true,
      waitingFor: null,
      error: null,
    });
    for (const { slot, file } of asChosen) void desk.choose(slot, file);
  };

  const followTimer = setTimeout(() => {
    if (state.role === 'seeking' && !isOver()) setState('role', 'following');
    ready();
  }, FOLLOW_AFTER_MS);
  const leadershipEvents = {
    onGained: () => {
      clearTimeout(followTimer);
      void (async () => {
        const draft = await draftStore.get(key()).catch(() => {
          setState('survives', false);
          return null;
        });
        if (isOver()) return;
        if (draft !== null && draft.personId === personId) await restore(draft);
        // What a leading tab showed is not this tab's to go on with.
        else if (state.role === 'following')
          setState({ ...initialState(target), finishedElsewhere: state.finishedElsewhere });
        setState('role', 'leading');
        ready();
        if (draft === null && !formIsOpen()) return onIdle();
        resume();
        if (state.phase === 'checking' && state.saved !== null) void watchChecks(state.saved.outcomeId);
      })();
    },
    onLost: () => {
      desk.suspend();
      setState('role', 'following');
    },
    beforeHandOver: async () => {
      store();
      await storing;
    },
  };
  let leadership: Leadership = seekLeadership(key(), leadershipEvents);

  const stopListening = onOtherTabs((message) => {
    if (!('key' in message) || message.key !== key()) return;
    if (message.kind === 'ask') tell();
    if (leads()) return;
    if (message.kind === 'state') setState({ ...shownFrom(message.snapshot as Snapshot), role: 'following' });
    if (message.kind === 'finished') setState('finishedElsewhere', true);
  });
  tellOtherTabs({ kind: 'ask', key: key() });

  const resume = () => {
    if (!mayGoOn()) return;
    setState('waitingFor', null);
    desk.resume();
    settle();
    if (state.phase === 'saving') void save();
    wake();
  };

  const change = () => {
    setState({ error: null, finishedElsewhere: false });
    return moveForm('change');
  };

  return {
    key,
    target,
    state,
    isOpen,
    choose: async (slot, file) => {
      await isReady;
      if (isOpen() && change()) await desk.choose(slot, file);
    },
    accept: (slot) => {
      if (isOpen() && change()) void desk.accept(slot);
    },
    remove: (slot) => {
      if (!leads()) return;
      // Without this file there is something else to add than what 新增 was pressed for.
      if (state.phase === 'sending') moveForm('take_back');
      if (isOpen() && change()) desk.remove(slot);
    },
    pause: (slot) => desk.pause(slot),
    resumeFile: (slot) => desk.begin(slot),
    writeSummary: (summary) => {
      if (!isOpen()) return;
      setState('summary', summary);
      store();
      tell();
    },
    blocker: () => blockerOf(phases(), state.summary),
    press: () => {
      if (!leads() || blockerOf(phases(), state.summary) !== null || !moveForm('press')) return;
      setState('error', null);
      for (const slot of FILE_SLOTS) desk.begin(slot);
      moved();
    },
    takeBack: () => {
      if (leads() && moveForm('take_back')) moved();
    },
    percent: () => {
      const travelling = FILE_SLOTS.map((slot) => state.files[slot]).filter((file) => file.changed);
      const sum = (of: (file: FileState) => number) => travelling.reduce((total, file) => total + of(file), 0);
      return travelling.length === 0
        ? 100
        : percentOf(
            sum((file) => file.sentBytes),
            sum((file) => file.sizeBytes),
          );
    },
    discard: () => {
      const before = { summary: state.summary, files: { ...state.files } };
      desk.suspend();
      setState(initialState(target));
      setState({ role: 'leading', survives: true });
      outcomeId = outcome?.id ?? crypto.randomUUID();
      store();
      return () => {
        if (!isOpen()) return;
        setState(before);
        store();
        resume();
      };
    },
    takeOver: () => leadership.takeOver(),
    resume,
    suspend: () => desk.suspend(),
    formIsOpen,
    setFormIsOpen,
    isNeeded: () =>
      anyMoving(state) ||
      state.phase === 'sending' ||
      state.phase === 'saving' ||
      state.phase === 'checking' ||
      state.phase === 'stopped' ||
      // Nothing else keeps it.
      (state.survives === false && isWorthKeeping(state, baseSummary)),
    dispose: () => {
      desk.suspend();
      life.abort();
      clearTimeout(followTimer);
      clearTimeout(tellTimer);
      stopListening();
      leadership.release();
      return storing ?? Promise.resolve();
    },
  };
}

/** Waiting or a login may cure it; nothing was refused. */
function isPassing(error: unknown): boolean {
  return (
    isTransient(error) ||
    (error instanceof ApiProblem && (error.code === 'authentication_required' || error.code === 'csrf_token_invalid'))
  );
}
