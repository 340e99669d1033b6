import { FILE_SLOTS, type FileSlot, isSummaryTooLong } from '@licheng/portfolio-rules';
import type { FilePhase } from '../../text/vocabulary.ts';

/** What can happen to one file of the form. */
export const FILE_EVENTS = [
  'choose',
  'choose_unfit',
  'remove',
  'start',
  'advance',
  'lose_connection',
  'receive',
  'fail',
  'stop',
  'save',
  'forget',
  'pass',
  'reject',
] as const;
export type FileEvent = (typeof FILE_EVENTS)[number];

type Row = Record<FileEvent, FilePhase | null>;

const nothing: Row = {
  choose: null,
  choose_unfit: null,
  remove: null,
  start: null,
  advance: null,
  lose_connection: null,
  receive: null,
  fail: null,
  stop: null,
  save: null,
  forget: null,
  pass: null,
  reject: null,
};
/** A file that is not on its way may be exchanged or taken out. */
const changeable = { choose: 'chosen', choose_unfit: 'refused', remove: 'empty' } as const;
const onItsWay = {
  advance: 'uploading',
  lose_connection: 'paused',
  receive: 'received',
  fail: 'failed',
  stop: 'chosen',
} as const;

/** phase × event → next phase, or null where the event means nothing. `save`: the outcome now holds this file. */
export const FILE_TRANSITIONS = {
  empty: { ...nothing, choose: 'chosen', choose_unfit: 'refused' },
  refused: { ...nothing, ...changeable },
  chosen: { ...nothing, ...changeable, start: 'uploading' },
  uploading: { ...nothing, ...onItsWay },
  paused: { ...nothing, ...onItsWay },
  received: { ...nothing, ...changeable, save: 'checking', forget: 'chosen' },
  checking: { ...nothing, save: 'checking', pass: 'passed', reject: 'rejected' },
  passed: { ...nothing, ...changeable, save: 'passed', pass: 'passed' },
  rejected: { ...nothing, ...changeable, save: 'rejected', reject: 'rejected' },
  failed: { ...nothing, ...changeable, start: 'uploading' },
} as const satisfies Record<FilePhase, Row>;

/** Where the form as a whole stands. */
export const FORM_PHASES = ['editing', 'sending', 'saving', 'checking', 'accepted', 'needs_fix', 'stopped'] as const;
export type FormPhase = (typeof FORM_PHASES)[number];

export const FORM_EVENTS = [
  'change',
  'start',
  'stop',
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
  start: null,
  stop: null,
  all_received: null,
  transfer_failed: null,
  saved: null,
  save_failed: null,
  all_passed: null,
  some_rejected: null,
};

export const FORM_TRANSITIONS = {
  editing: { ...still, change: 'editing', start: 'sending' },
  sending: { ...still, stop: 'editing', all_received: 'saving', transfer_failed: 'stopped' },
  saving: { ...still, saved: 'checking', save_failed: 'stopped' },
  checking: { ...still, all_passed: 'accepted', some_rejected: 'needs_fix' },
  accepted: { ...still },
  needs_fix: { ...still, change: 'editing', start: 'sending' },
  stopped: { ...still, change: 'editing', start: 'sending' },
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

export type Blocker = 'file_required' | 'file_refused' | 'file_rejected' | 'summary_too_long';

/** Why the form cannot be sent as it stands; null when it can. */
export function blockerOf(phases: Readonly<Record<FileSlot, FilePhase>>, summary: string): Blocker | null {
  const all = FILE_SLOTS.map((slot) => phases[slot]);
  if (all.includes('refused')) return 'file_refused';
  if (all.includes('rejected')) return 'file_rejected';
  if (all.every((phase) => phase === 'empty')) return 'file_required';
  return isSummaryTooLong(summary) ? 'summary_too_long' : null;
}

/** Whether this file's bytes still have to travel. */
export function needsTransfer(phase: FilePhase): boolean {
  return FILE_TRANSITIONS[phase].start !== null;
}
