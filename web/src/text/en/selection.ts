import type { Widened } from '../shape.ts';
import type { selectionTexts as zhHant } from '../zh-hant/selection.ts';

export const selectionTexts: Widened<typeof zhHant> = {
  selection: {
    title: 'Select outcomes',
    lead: 'Choose, among the certified outcomes, those to hand in.',
    certified: 'Certified',
    chosen: 'Selected',
    chosenCount: (count, limit) => `${count} / ${limit}`,
    select: 'Select',
    unselect: 'Unselect',
    full: (limit) => `${limit} selected, the limit of this year. To change one, unselect another first.`,
    emptyCertified: 'Nothing to select yet. Certified outcomes appear here.',
    emptyChosen: 'Nothing selected yet.',
    yearLabel: 'Academic year',
    handedIn: 'Handed in',
    saved: (when) => `Saved ${when}`,
  },
};
