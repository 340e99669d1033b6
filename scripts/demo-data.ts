import { createHash } from 'node:crypto';
import type { Role, TermSystem } from '@licheng/portfolio-rules';

/** The same name gives the same id on every machine, so that seeding twice makes nothing twice. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`licheng-demo:${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export interface DemoPerson {
  login: string;
  name: string;
  role: Role;
  institution: keyof typeof DEMO_INSTITUTIONS;
}

export const DEMO_INSTITUTIONS = {
  platform: '平臺管理',
  test: '測試機構',
  second: '山海實驗學園',
} as const;

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { login: 'student1', name: '學生1', role: 'student', institution: 'test' },
  { login: 'student2', name: '學生2', role: 'student', institution: 'test' },
  { login: 'student3', name: '學生3', role: 'student', institution: 'test' },
  { login: 'student4', name: '學生4', role: 'student', institution: 'test' },
  { login: 'student5', name: '學生5', role: 'student', institution: 'test' },
  { login: 'teacher1', name: '教師1', role: 'teacher', institution: 'test' },
  { login: 'teacher2', name: '教師2', role: 'teacher', institution: 'test' },
  { login: 'admin1', name: '辦理者1', role: 'administrator', institution: 'test' },
  { login: 'operator1', name: '平臺管理者1', role: 'operator', institution: 'platform' },
  { login: 'student9', name: '學生9', role: 'student', institution: 'second' },
  { login: 'teacher9', name: '教師9', role: 'teacher', institution: 'second' },
  { login: 'admin9', name: '辦理者9', role: 'administrator', institution: 'second' },
];

export interface DemoCourse {
  institution: keyof typeof DEMO_INSTITUTIONS;
  termSystem: TermSystem;
  term: string;
  subject: string;
  teacher: string;
  creditsEarned: string;
  grade: string;
  students: readonly string[];
}

/** The academic year of the manual's screenshots. */
export const DEMO_ACADEMIC_YEAR = 110;

const everyone = ['student1', 'student2', 'student3', 'student4', 'student5'] as const;

/** The four courses of the manual's screenshot with their terms, credits and grades, and the two it opens. */
export const DEMO_COURSES: readonly DemoCourse[] = [
  {
    institution: 'test',
    termSystem: 'undivided',
    term: '',
    subject: '0-測試0學分',
    teacher: 'teacher2',
    creditsEarned: '0',
    grade: '99',
    students: everyone,
  },
  {
    institution: 'test',
    termSystem: 'three_terms',
    term: '2',
    subject: '人際關係與溝通-測試機構',
    teacher: 'teacher2',
    creditsEarned: '',
    grade: 'A',
    students: ['student5'],
  },
  {
    institution: 'test',
    termSystem: 'four_terms',
    term: '3',
    subject: '高等微積分',
    teacher: 'teacher1',
    creditsEarned: '2',
    grade: '99',
    students: ['student4', 'student5'],
  },
  {
    institution: 'test',
    termSystem: 'two_terms',
    term: '2',
    subject: '藝術鑑賞課程',
    teacher: 'teacher2',
    creditsEarned: '0',
    grade: '99',
    students: ['student5'],
  },
  {
    institution: 'test',
    termSystem: 'two_terms',
    term: '1',
    subject: '英文(三)',
    teacher: 'teacher1',
    creditsEarned: '',
    grade: '',
    students: everyone,
  },
  {
    institution: 'test',
    termSystem: 'two_terms',
    term: '2',
    subject: '英文寫作指導',
    teacher: 'teacher1',
    creditsEarned: '',
    grade: '',
    students: ['student1', 'student2', 'student5'],
  },
  {
    institution: 'second',
    termSystem: 'two_terms',
    term: '1',
    subject: '海洋科學',
    teacher: 'teacher9',
    creditsEarned: '',
    grade: '',
    students: ['student9'],
  },
];
