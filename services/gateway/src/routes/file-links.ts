import type { Request } from 'express';
import { type FileSlot, LichengError } from '@licheng/portfolio-rules';
import { slotParam, type variantParam } from '@licheng/rest-contract';
import type { z } from 'zod';

export type FileVariant = z.infer<typeof variantParam>;

/** @throws LichengError `not_found`: an outcome has no other slots. */
export function slotOf(request: Request): FileSlot {
  const slot = slotParam.safeParse(request.params['slot']);
  if (!slot.success) throw new LichengError('not_found');
  return slot.data;
}
