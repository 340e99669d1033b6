/** Every address of the app is built here. */
export const paths = {
  home: '/',
  login: (back?: string) => (back === undefined || back === '/' ? '/login' : `/login?back=${encodeURIComponent(back)}`),
  courses: '/courses',
  addOutcome: (courseId: string) => `/courses?add=${courseId}`,
  outcomes: (courseId: string) => `/courses/${courseId}`,
  addOutcomeFromList: (courseId: string) => `/courses/${courseId}?add=${courseId}`,
  editOutcome: (courseId: string, outcomeId: string) => `/courses/${courseId}?edit=${outcomeId}`,
  selection: '/selection',
  handIns: '/hand-ins',
  certification: '/certification',
  certificationCase: (outcomeId: string) => `/certification/${outcomeId}`,
  handInDesk: '/administration/hand-in',
  calendar: '/calendar',
  notices: '/notices',
} as const;

/** Where to go after signing in: only ever a path of this site. */
export function safeBackPath(value: string | null | undefined): string {
  if (value === null || value === undefined || !/^\/(?![/\\])/.test(value)) return paths.home;
  return value;
}
