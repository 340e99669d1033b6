import type { Widened } from '../shape.ts';
import type { noticesTexts as zhHant } from '../zh-hant/notices.ts';

export const noticesTexts: Widened<typeof zhHant> = {
  notices: {
    title: 'Notices',
    markAllRead: 'Mark all as read',
    unread: 'Unread',
    empty: 'No notices.',
    all: 'Show all notices',
    kind: {
      outcome_certified: (subject) => `An outcome of “${subject}” was certified`,
      outcome_refused: (subject) => `An outcome of “${subject}” was refused; read the comment and change it`,
      outcome_revoked: (subject) => `An outcome of “${subject}” was turned back to refused; its selection fell with it`,
      file_rejected: (subject) => `A file of “${subject}” did not pass the check; replace it`,
      deadline_near: (subject) => `Something in “${subject}” is unfinished and the deadline is near`,
      handed_in: (subject) => `An outcome of “${subject}” was handed in`,
      hand_in_rejected: (subject) => `An outcome of “${subject}” was returned by the central database`,
    },
    otherKind: (subject) => `News about “${subject}”`,
  },
};
