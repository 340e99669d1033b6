import { shellTexts } from './shell.ts';
import { homeTexts } from './home.ts';
import { outcomesTexts } from './outcomes.ts';
import { uploadTexts } from './upload.ts';
import { selectionTexts } from './selection.ts';
import { handInTexts } from './hand-in.ts';
import { noticesTexts } from './notices.ts';
import { errors } from './errors.ts';

export const zhHant = {
  ...shellTexts,
  ...homeTexts,
  ...outcomesTexts,
  ...uploadTexts,
  ...selectionTexts,
  ...handInTexts,
  ...noticesTexts,
  errors,
} as const;
