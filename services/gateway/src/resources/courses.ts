import type { Course, ListCoursesResponse, WindowState } from '@licheng/contracts/course-record';
import type { Operation, TermSystem } from '@licheng/portfolio-rules';
import type { CourseListResource, CourseResource, WindowResource } from '@licheng/rest-contract';
import { instant } from './instants.ts';

export const toWindow = ({ academicYear, operation, opensAt, closesAt, open }: WindowState): WindowResource => ({
  academicYear,
  operation: operation as Operation,
  opensAt: instant(opensAt),
  closesAt: instant(closesAt),
  open,
});

export const toCourse = ({ termSystem, ...course }: Course): CourseResource => ({
  ...course,
  termSystem: termSystem as TermSystem,
});

export const toCourseList = ({ courses, windows, serverTime }: ListCoursesResponse): CourseListResource => ({
  courses: courses.map(toCourse),
  windows: windows.map(toWindow),
  serverTime: instant(serverTime),
});
