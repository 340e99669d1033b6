import type { Widened } from '../shape.ts';
import type { homeTexts as zhHant } from '../zh-hant/home.ts';

export const homeTexts: Widened<typeof zhHant> = {
  home: {
    verifyLink: 'Verify a submission receipt',
    nav: 'Home',
    tab: 'Home',
    greeting: (name) => `Hello, ${name}`,
    todoCount: (count) => (count === 1 ? 'One thing is left to do' : `${count} things are left to do`),
    serverTime: (when) => `It is ${when} by the server’s clock.`,
    nothingTitle: 'Nothing to do at present',
    nothingBody: 'Everything is submitted, mended and selected. What is new appears here, and you will be told.',
    todoList: 'To do',
    kind: {
      file_rejected: 'File not passed',
      unsent: 'Uploaded but not yet submitted',
      refused: 'Refused',
      under_certification: 'Under certification',
      certified_not_selected: 'Certified but not selected',
    },
    action: {
      file_rejected: 'Replace the file',
      unsent: 'Check and submit',
      refused: 'Read the comment and edit',
      under_certification: 'View',
      certified_not_selected: 'Go to selection',
    },
    view: 'View',
    due: (operation, when) => `${operation} until ${when}`,
    opens: (operation, when) => `${operation} opens ${when}`,
    over: (operation, when) => `${operation} closed ${when}`,
    noWindow: (operation) => `${operation}: no window set`,
    certifiedInYear: (count, year) => `${count} in academic year ${year}`,
    laterTitle: (count) => `${count} outside their window`,
    laterBody: 'Not possible yet, or closed already. If in doubt, ask your institution.',
    waitingTitle: (count) => `${count} being certified`,
    waitingBody: 'The teacher or the institution certifies them; there is nothing to do for you.',
    submittedOn: (when) => `Submitted ${when}`,
    showAll: (count) => `Show all ${count}`,
    coursesTitle: (year) => `Courses of academic year ${year}`,
    allCourses: 'Courses of all years',
  },
};
