import { FILE_SLOTS, type FileSlot, isSummaryTooLong } from '@licheng/portfolio-rules';
import type { FilePhase } from '../../text/vocabulary.ts';

/** What can happen to one file of the form. */
export const FILE_EVENTS = [
  'choose',
  'fit',
  'refuse',
  'convert',
  'offer',
  'accept',
  'remove',
  'start',
  'advance',
  'pause',
  'lose_connection',
  'receive',
  'fail',
  'save',
  'forget',
  'pass',
  'reject',
] as const;
export type FileEvent = (typeof FILE_EVENTS)[number];

type Row = Record<FileEvent, FilePhase | null>;

const nothing: Row = {
  choose: null,
  fit: null,
  refuse: null,
  convert: null,
  offer: null,
  accept: null,
  remove: null,
  start: null,
  advance: null,
  pause: null,
  lose_connection: null,
  receive: null,
  fail: null,
  save: null,
  forget: null,
  pass: null,
  reject: null,
};
/** Until the server checks it, a file may be exchanged or taken out at any time. */
const changeable = { choose: 'reading', remove: 'empty' } as const;
const onItsWay = {
  ...changeable,
  advance: 'uploading',
  pause: 'paused',
  lose_connection: 'interrupted',
  receive: 'received',
  fail: 'failed',
} as const;

/**
 * phase × event → next phase, or null where the event means nothing. `offer`: the file as it is cannot be taken, but a changed
 * one could, if the person agrees (`accept`). `save`: the outcome now holds this file. `forget`: the server no longer has it.
 */
export const FILE_TRANSITIONS = {
  empty: { ...nothing, choose: 'reading' },
  reading: {
    ...nothing,
    ...changeable,
    fit: 'chosen',
    refuse: 'refused',
    convert: 'converting',
    offer: 'offered',
  },
  converting: { ...nothing, ...changeable, offer: 'offered', refuse: 'refused' },
  offered: { ...nothing, ...changeable, accept: 'reading' },
  refused: { ...nothing, ...changeable },
  chosen: { ...nothing, ...changeable, start: 'uploading' },
  uploading: { ...nothing, ...onItsWay },
  interrupted: { ...nothing, ...onItsWay, start: 'uploading' },
  paused: { ...nothing, ...changeable, start: 'uploading' },
  received: { ...nothing, ...changeable, save: 'checking', forget: 'chosen' },
  checking: { ...nothing, save: 'checking', pass: 'passed', reject: 'rejected' },
  passed: { ...nothing, ...changeable, save: 'passed', pass: 'passed' },
  rejected: { ...nothing, ...changeable, save: 'rejected', reject: 'rejected' },
  failed: { ...nothing, ...changeable, start: 'uploading' },
} as const satisfies Record<FilePhase, Row>;

/** Where the form as a whole stands. `sending`: 新增 was pressed and is carried out when every file is there. */
export const FORM_PHASES = ['editing', 'sending', 'saving', 'checking', 'accepted', 'needs_fix', 'stopped'] as const;
export type FormPhase = (typeof FORM_PHASES)[number];

export const FORM_EVENTS = [
  'change',
  'press',
  'take_back',
  'all_received',
  'transfer_failed',
  'saved',
  'save_failed',
  'all_passed',
  'some_rejected',
] as const;
export type FormEvent = (typeof FORM_EVENTS)[number];

type FormRow = Record<FormEvent, FormPhase | null>;

const still: FormRow = {
  change: null,
  press: null,
  take_back: null,
  all_received: null,
  transfer_failed: null,
  saved: null,
  save_failed: null,
  all_passed: null,
  some_rejected: null,
};

export const FORM_TRANSITIONS = {
  editing: { ...still, change: 'editing', press: 'sending' },
  sending: { ...still, take_back: 'editing', all_received: 'saving', transfer_failed: 'stopped' },
  saving: { ...still, saved: 'checking', save_failed: 'stopped' },
  checking: { ...still, all_passed: 'accepted', some_rejected: 'needs_fix' },
  accepted: { ...still },
  needs_fix: { ...still, change: 'editing', press: 'sending' },
  stopped: { ...still, change: 'editing', press: 'sending' },
} as const satisfies Record<FormPhase, FormRow>;

export function nextFilePhase(phase: FilePhase, event: FileEvent): FilePhase | null {
  return FILE_TRANSITIONS[phase][event];
}

export function nextFormPhase(phase: FormPhase, event: FormEvent): FormPhase | null {
  return FORM_TRANSITIONS[phase][event];
}

/** Whether files and summary may be changed now. */
export function isOpenForChange(phase: FormPhase): boolean {
  return FORM_TRANSITIONS[phase].change !== null;
}

/** Whether something goes on that outlives closing the form. */
export function isUnderWay(phase: FormPhase): boolean {
  return phase === 'sending' || phase === 'saving' || phase === 'checking';
}

/** Whether bytes travel or will travel again by themselves. */
export function isMoving(phase: FilePhase): boolean {
  return FILE_TRANSITIONS[phase].advance !== null;
}

/** Whether these bytes go on by themselves after a pause of the page, of the session or of the lead. */
export function goesOnByItself(phase: FilePhase): boolean {
  return phase === 'chosen' || phase === 'interrupted';
}

export type Blocker = 'file_required' | 'file_refused' | 'file_offered' | 'file_rejected' | 'summary_too_long';

type Phases = Readonly<Record<FileSlot, FilePhase>>;

/** Why the form cannot be sent as it stands; null when it can, though files may still be on their way. */
export function blockerOf(phases: Phases, summary: string): Blocker | null {
  const all = FILE_SLOTS.map((slot) => phases[slot]);
  if (all.includes('refused')) return 'file_refused';
  if (all.includes('offered') || all.includes('converting')) return 'file_offered';
  if (all.includes('rejected')) return 'file_rejected';
  if (all.every((phase) => phase === 'empty')) return 'file_required';
  return isSummaryTooLong(summary) ? 'summary_too_long' : null;
}

/** What a remembered 新增 has to do now that a file moved on. */
export function nextForPress(phases: Phases, summary: string): 'save' | 'wait' | 'take_back' | 'transfer_failed' {
  const all = FILE_SLOTS.map((slot) => phases[slot]);
  if (blockerOf(phases, summary) !== null) return 'take_back';
  if (all.includes('failed')) return all.some(isMoving) ? 'wait' : 'transfer_failed';
  return all.every((phase) => phase === 'empty' || FILE_TRANSITIONS[phase].save !== null) ? 'save' : 'wait';
}
