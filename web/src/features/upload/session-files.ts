import { FILE_SLOTS, type FileSlot, SLOT_RULES } from '@licheng/portfolio-rules';
import type { ApiProblem } from '../../api/api-problem.ts';
import { checkFile } from './check-file.ts';
import { sha256Of } from './file-hash.ts';
import { emptyFile, type FileState, type SessionState, percentOf } from './session-state.ts';
import { createRateMeter } from './transfer-rate.ts';
import { startTransfer, type Transfer } from './transfer.ts';
import { type FileEvent, FILE_TRANSITIONS, goesOnByItself } from './upload-machine.ts';

interface FileDeskContext {
  state: SessionState;
  moveFile: (slot: FileSlot, event: FileEvent, change?: Partial<FileState>) => boolean;
  note: (slot: FileSlot, change: Partial<FileState>) => void;
  /** Whether this tab may send, now and as this person. */
  mayGoOn: () => boolean;
  /** A file stands somewhere else than before: to be stored, told to the other tabs, and a remembered 新增 to be looked at. */
  onMoved: () => void;
  onProgress: () => void;
  onSessionLost: (error: ApiProblem) => void;
}

export interface FileDesk {
  choose: (slot: FileSlot, chosen: File) => Promise<void>;
  /** Takes the offer made for what was chosen. */
  accept: (slot: FileSlot) => Promise<void>;
  remove: (slot: FileSlot) => void;
  pause: (slot: FileSlot) => void;
  /** Begins, goes on or tries again. */
  begin: (slot: FileSlot) => void;
  /** Everything that goes on by itself goes on. */
  resume: () => void;
  /** Everything stops without anything being lost. */
  suspend: () => void;
}

/** The two files of a form: looked at, made fit where the person agrees, and sent as soon as they are fit. */
export function createFileDesk(context: FileDeskContext): FileDesk {
  const { state, moveFile } = context;
  const transfers = new Map<FileSlot, Transfer>();
  /** Of the latest choice per field; what an earlier one still computes is dropped. */
  const choices = new Map<FileSlot, File>();
  const isCurrent = (slot: FileSlot, file: File) => choices.get(slot) === file;

  const endTransfer = (slot: FileSlot) => {
    transfers.get(slot)?.cancel();
    transfers.delete(slot);
  };

  /** The bytes are read once, so that what is hashed, kept and sent is the same whatever happens to the file meanwhile. */
  const seal = async (slot: FileSlot, chosen: File) => {
    let bytes: ArrayBuffer;
    try {
      bytes = await chosen.arrayBuffer();
    } catch {
      if (isCurrent(slot, chosen)) moveFile(slot, 'refuse', { refusal: 'unreadable', file: null });
      return;
    }
    const sha256 = await sha256Of(bytes);
    if (!isCurrent(slot, chosen)) return;
    const file = new File([bytes], chosen.name, { type: chosen.type, lastModified: chosen.lastModified });
    moveFile(slot, 'fit', { file, sha256, creationKey: crypto.randomUUID(), sizeBytes: file.size });
    context.onMoved();
    begin(slot);
  };

  const convert = async (slot: FileSlot, chosen: File, why: 'too_large' | 'heic') => {
    moveFile(slot, 'convert');
    const { convertImage } = await import('./convert-image.ts');
    const answer = await convertImage({ blob: chosen, maxBytes: SLOT_RULES[slot].maxBytes });
    if (!isCurrent(slot, chosen)) return;
    if (answer.kind !== 'made') {
      const refusal = why === 'heic' && answer.kind === 'not_decodable' ? 'heic_not_readable' : 'not_compressible';
      moveFile(slot, 'refuse', { refusal, file: null });
      return;
    }
    const name = `${chosen.name.replace(/\.[^.]*$/, '')}.jpg`;
    const after = new File([answer.blob], name, { type: 'image/jpeg', lastModified: chosen.lastModified });
    moveFile(slot, 'offer', {
      offer: { kind: 'picture', why, after, beforeSize: answer.before, afterSize: answer.after },
    });
  };

  const inspect = async (slot: FileSlot, chosen: File) => {
    const verdict = await checkFile(slot, chosen);
    if (!isCurrent(slot, chosen)) return;
    switch (verdict.kind) {
      case 'fit':
        await seal(slot, chosen);
        break;
      case 'refused':
        moveFile(slot, 'refuse', { refusal: verdict.refusal, file: null });
        break;
      case 'misnamed':
        moveFile(slot, 'offer', { offer: { kind: 'rename', newName: verdict.newName } });
        break;
      case 'other_slot':
        moveFile(slot, 'offer', { offer: { kind: 'other_slot', slot: verdict.slot } });
        break;
      case 'convertible':
        await convert(slot, chosen, verdict.why);
        break;
    }
    context.onMoved();
  };

  const read = async (slot: FileSlot, event: 'choose' | 'accept', file: File) => {
    endTransfer(slot);
    const fresh = { ...emptyFile, file, name: file.name, sizeBytes: file.size, changed: true };
    if (!moveFile(slot, event, fresh)) return;
    choices.set(slot, file);
    context.onMoved();
    await inspect(slot, file);
  };

  const remove = (slot: FileSlot) => {
    endTransfer(slot);
    choices.delete(slot);
    if (moveFile(slot, 'remove', { ...emptyFile, changed: true })) context.onMoved();
  };

  const begin = (slot: FileSlot) => {
    const { file, sha256, creationKey, uploadUrl, phase } = state.files[slot];
    if (file === null || !context.mayGoOn() || FILE_TRANSITIONS[phase].start === null) return;
    transfers.get(slot)?.pause();
    moveFile(slot, 'start', { error: null, rate: null });
    const rateOf = createRateMeter(file.size);
    const transfer = startTransfer(
      { file, slot, sha256, creationKey, uploadUrl },
      {
        onPlace: (url) => {
          // Another place than before: the server begins with the first byte again.
          const moved = url !== state.files[slot].uploadUrl;
          context.note(slot, { uploadUrl: url, ...(moved ? { resumedAt: null, sentBytes: 0 } : {}) });
          context.onMoved();
        },
        onResumed: (offsetBytes) => {
          const again = state.files[slot].resumedAt !== null && offsetBytes > 0;
          moveFile(slot, 'advance', {
            sentBytes: offsetBytes,
            ...(again ? { resumedAt: percentOf(offsetBytes, file.size) } : {}),
          });
          context.onProgress();
        },
        onProgress: (sentBytes) => {
          const rate = rateOf(performance.now(), sentBytes) ?? state.files[slot].rate;
          moveFile(slot, 'advance', { sentBytes: Math.min(sentBytes, file.size), rate });
          context.onProgress();
        },
        onConnectionLost: () => {
          moveFile(slot, 'lose_connection', { rate: null });
          context.onMoved();
        },
        onReceived: (uploadId, recognised) => {
          transfers.delete(slot);
          moveFile(slot, 'receive', { uploadId, recognised, uploadUrl: null, sentBytes: file.size, rate: null });
          context.onMoved();
        },
        onFailed: (error) => {
          transfers.delete(slot);
          if (error.code === 'authentication_required' || error.code === 'csrf_token_invalid') {
            moveFile(slot, 'lose_connection', { rate: null });
            context.onSessionLost(error);
          } else moveFile(slot, 'fail', { error, rate: null });
          context.onMoved();
        },
      },
    );
    transfers.set(slot, transfer);
  };

  return {
    choose: (slot, chosen) => read(slot, 'choose', chosen),
    accept: async (slot) => {
      const { offer, file } = state.files[slot];
      if (offer === null || file === null) return;
      if (offer.kind === 'picture') await read(slot, 'accept', offer.after);
      else if (offer.kind === 'rename') {
        await read(
          slot,
          'accept',
          new File([file], offer.newName, { type: file.type, lastModified: file.lastModified }),
        );
      } else {
        remove(slot);
        await read(offer.slot, 'choose', file);
      }
    },
    remove,
    pause: (slot) => {
      transfers.get(slot)?.pause();
      transfers.delete(slot);
      if (moveFile(slot, 'pause', { rate: null })) context.onMoved();
    },
    begin,
    resume: () => {
      for (const slot of FILE_SLOTS) if (goesOnByItself(state.files[slot].phase)) begin(slot);
    },
    suspend: () => {
      for (const slot of FILE_SLOTS) {
        transfers.get(slot)?.pause();
        transfers.delete(slot);
        moveFile(slot, 'lose_connection', { rate: null });
      }
    },
  };
}
