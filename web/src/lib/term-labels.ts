import type { TermSystem } from '@licheng/portfolio-rules';
import { text } from '../text/text.ts';

export interface CourseTerm {
  academicYear: number;
  termSystem: TermSystem;
  term: string;
}

/** The 學期 column: courses without terms say so there too, as the manual's list does. */
export function termLabel(course: CourseTerm): string {
  return course.termSystem === 'undivided' ? text().course.termSystem.undivided : course.term;
}

/** Year, system and term in one line, for places without columns. */
export function courseTermLine(course: CourseTerm): string {
  const system = text().course.termSystem[course.termSystem];
  const term = course.termSystem === 'undivided' ? [] : [text().course.term(course.term)];
  return [text().common.academicYear(course.academicYear), system, ...term].join(' · ');
}
