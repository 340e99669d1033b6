import type { Widened } from '../shape.ts';
import type { calendarTexts as zhHant } from '../zh-hant/calendar.ts';

export const calendarTexts: Widened<typeof zhHant> = {
  calendar: {
    title: 'Calendar',
    lead: 'Times are Taipei time. The server refuses from the close on; uploads begun before may finish.',
    columns: { operation: 'Step', opensAt: 'Opens', closesAt: 'Closes', state: 'State', actions: 'Actions' },
    edit: 'Edit',
    save: 'Save',
    saved: 'Saved',
    opensAt: 'Opens (Taipei time)',
    closesAt: 'Closes (Taipei time)',
    order: { title: 'It must close after it opens', body: 'Check both times and save again.' },
    incomplete: { title: 'Fill in both times', body: 'Both fields are needed.' },
    editTitle: (year, name) => `Academic year ${year} - ${name}`,
    yearLabel: 'Academic year',
    serverTime: (when) => `Server time ${when}`,
    emptyTitle: 'No windows yet',
    emptyBody: 'Without a window, nothing is open.',
  },
};
