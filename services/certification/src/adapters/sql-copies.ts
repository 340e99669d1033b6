import type { Transaction } from '@licheng/database';
import type { Copies } from '../application/ports.ts';

const ASSIGN = `WITH newer AS (
    INSERT INTO courses AS k (course_id, institution_id, assignment_version, subject, academic_year, term_system, term)
    VALUES ($1::uuid, $2::uuid, $4, $5, $6, $7, $8)
    ON CONFLICT (course_id) DO UPDATE SET assignment_version = excluded.assignment_version, subject = excluded.subject,
        academic_year = excluded.academic_year, term_system = excluded.term_system, term = excluded.term
      WHERE k.assignment_version < excluded.assignment_version
    RETURNING k.course_id, k.institution_id),
  removed AS (
    DELETE FROM course_teachers t USING newer WHERE t.course_id = newer.course_id AND t.teacher_id <> ALL($3::uuid[]))
  INSERT INTO course_teachers (course_id, teacher_id, institution_id)
    SELECT newer.course_id, teacher.id, newer.institution_id FROM newer CROSS JOIN unnest($3::uuid[]) AS teacher(id)
    ON CONFLICT DO NOTHING`;

const SET_WINDOW = `INSERT INTO certify_windows AS w (institution_id, academic_year, opens_at, closes_at, version)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (institution_id, academic_year) DO UPDATE
    SET opens_at = excluded.opens_at, closes_at = excluded.closes_at, version = excluded.version
    WHERE w.version < excluded.version`;

const REMEMBER_PERSON = `INSERT INTO people (person_id, institution_id, role, name) VALUES ($1, $2, $3, $4)
  ON CONFLICT (person_id) DO UPDATE SET role = excluded.role, name = excluded.name`;

export function copiesIn(tx: Transaction, institutionId: string): Copies {
  return {
    async assignTeachers({ courseId, teacherIds, version, subject, academicYear, termSystem, term }) {
      const course = [courseId, institutionId, teacherIds, version, subject, academicYear, termSystem, term];
      await tx.query(ASSIGN, course);
    },
    async setWindow({ academicYear, opensAt, closesAt, version }) {
      await tx.query(SET_WINDOW, [institutionId, academicYear, opensAt, closesAt, version]);
    },
    async rememberPerson({ personId, role, name }) {
      await tx.query(REMEMBER_PERSON, [personId, institutionId, role, name]);
    },
  };
}
