export interface CourseFilter {
  academicYear?: number | null;
  search?: string;
}

function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}

/** Every address of the app is built here. */
export const paths = {
  home: '/',
  addOutcomeFromHome: (courseId: string) => `/?add=${courseId}`,
  login: (back?: string) => (back === undefined || back === '/' ? '/login' : `/login?back=${encodeURIComponent(back)}`),
  courses: '/courses',
  /** The course list with its filter, and with the form for a new outcome of `add` over it. */
  courseList: ({ academicYear, search }: CourseFilter, add?: string) =>
    `/courses${query({ year: academicYear, search, add })}`,
  addOutcome: (courseId: string) => `/courses?add=${courseId}`,
  outcomes: (courseId: string) => `/courses/${courseId}`,
  addOutcomeFromList: (courseId: string) => `/courses/${courseId}?add=${courseId}`,
  editOutcome: (courseId: string, outcomeId: string) => `/courses/${courseId}?edit=${outcomeId}`,
  /** One outcome, as it stands or as an earlier version was. */
  outcome: (outcomeId: string, version?: number) => `/outcomes/${outcomeId}${query({ version })}`,
  editOutcomeFromDetail: (outcomeId: string) => `/outcomes/${outcomeId}?edit=${outcomeId}`,
  receipt: (receiptId: string) => `/receipts/${receiptId}`,
  verify: '/verify',
  selection: '/selection',
  handIns: '/hand-ins',
  certification: '/certification',
  certificationCase: (outcomeId: string) => `/certification/${outcomeId}`,
  deputies: '/deputies',
  handInDesk: '/administration/hand-in',
  calendar: '/calendar',
  notices: '/notices',
} as const;

/** Where to go after signing in: only ever a path of this site. */
export function safeBackPath(value: string | null | undefined): string {
  if (value === null || value === undefined || !/^\/(?![/\\])/.test(value)) return paths.home;
  return value;
}
