import type { FileFact } from '@licheng/contracts/events';
import type { OutgoingEvent } from '@licheng/messaging';
import type { OutcomeFile } from '../domain/outcome.ts';
import type { Fact } from '../domain/facts.ts';

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;

/** A fact in the house's public words. */
export function eventOf(fact: Fact, institutionId: string): OutgoingEvent {
  if (fact.kind === 'outcome_changed') return outcomeChanged(fact, institutionId);
  if (fact.kind === 'outcome_submitted') return outcomeSubmitted(fact, institutionId);
  if (fact.kind === 'course_assigned') return courseAssigned(fact, institutionId);
  return handInSubmitted(fact, institutionId);
}

function outcomeChanged({ change, outcome }: FactOf<'outcome_changed'>, institutionId: string): OutgoingEvent {
  const { id, courseId, studentId, status, subject } = outcome;
  const data = { outcomeId: id, courseId, institutionId, studentId, change, status, subject };
  return { type: 'outcome.changed.v1', subject: id, data };
}

function outcomeSubmitted({ outcome, submittedAt }: FactOf<'outcome_submitted'>, institutionId: string): OutgoingEvent {
  const { id, version, studentId, studentName, courseId, subject, academicYear, termSystem, term, summary } = outcome;
  return {
    type: 'outcome.submitted.v1',
    subject: id,
    data: {
      outcomeId: id,
      version,
      institutionId,
      studentId,
      studentName,
      courseId,
      subject,
      academicYear,
      termSystem,
      term,
      summary,
      files: outcome.files.map(fileFact),
      submittedAt,
    },
  };
}

function courseAssigned(fact: FactOf<'course_assigned'>, institutionId: string): OutgoingEvent {
  const { id: courseId, ...course } = fact.course;
  return {
    type: 'course.assigned.v1',
    subject: courseId,
    data: { courseId, institutionId, ...course, version: fact.version },
  };
}

function handInSubmitted(
  { batch, item, submittedAt }: FactOf<'hand_in_submitted'>,
  institutionId: string,
): OutgoingEvent {
  const { id, studentId, courseId, subject, outcomeId, version } = item;
  return {
    type: 'hand-in.submitted.v1',
    subject: id,
    data: {
      itemId: id,
      batchId: batch.id,
      batchNumber: batch.number,
      institutionId,
      studentId,
      courseId,
      subject,
      academicYear: batch.academicYear,
      outcomeId,
      version,
      files: item.files.map(fileFact),
      submittedAt,
    },
  };
}

function fileFact(file: OutcomeFile): FileFact {
  const { slot, uploadId, fileName, mediaType, sizeBytes, sha256, hasThumbnail } = file;
  return { slot, uploadId, fileName, mediaType, sizeBytes, sha256, hasThumbnail };
}
