import type { CourseRecordServiceServer } from '@licheng/contracts/course-record';
import { FILE_SLOTS, LichengError, TERM_SYSTEMS } from '@licheng/portfolio-rules';
import { type Logger, requirePerson, requireService, type TokenVerifier, unary } from '@licheng/service-kit';
import { addOutcome } from '../application/add-outcome.ts';
import { deleteOutcome } from '../application/delete-outcome.ts';
import { editOutcome } from '../application/edit-outcome.ts';
import { getHome } from '../application/get-home.ts';
import { handIn } from '../application/hand-in.ts';
import { listCourses } from '../application/list-courses.ts';
import { getOutcome, listOutcomes } from '../application/list-outcomes.ts';
import { listSelectable } from '../application/list-selectable.ts';
import type { Deps } from '../application/ports.ts';
import { putCourse, putEnrolment } from '../application/put-course.ts';
import { listHandIns, previewHandIn } from '../application/read-hand-ins.ts';
import { selectOutcome, unselectOutcome } from '../application/select-outcome.ts';
import { getReceipt } from '../application/read-receipts.ts';
import { createFileLink, createPreviewLinks, listVersions, type WantedFile } from '../application/read-versions.ts';
import { restoreOutcome } from '../application/restore-outcome.ts';
import { submitOutcome } from '../application/submit-outcome.ts';
import { submitOutcomes } from '../application/submit-outcomes.ts';
import { batchMessage, outcomeMessage, submitResultMessage, todoMessage, windowStates } from './messages.ts';
import { callerAs, institutionFor, knownId, newId, oneOf, text, uploadsOf } from './requests.ts';

const MIN_ACADEMIC_YEAR = 80;
const MAX_ACADEMIC_YEAR = 200;

function academicYear(value: number): number {
  if (value < MIN_ACADEMIC_YEAR || value > MAX_ACADEMIC_YEAR) {
    throw new LichengError('invalid_request', { field: 'academicYear' });
  }
  return value;
}

function wantedFile(request: { outcomeId: string; slot: string; version: number }): WantedFile {
  const { outcomeId, slot, version } = request;
  if (version < 0) throw new LichengError('invalid_request', { field: 'version' });
  return { outcomeId: knownId(outcomeId), slot: oneOf(FILE_SLOTS, slot, 'slot'), version };
}

export function courseRecordHandlers(
  deps: Deps,
  entry: { verifier: TokenVerifier; log: Logger },
): CourseRecordServiceServer {
  return {
    listCourses: unary(entry, async (_, call) => {
      const { courses, ...moment } = await listCourses(deps, callerAs(call, 'student'));
      return { courses, serverTime: moment.now, windows: windowStates(moment) };
    }),
    listOutcomes: unary(entry, async (request, call) => {
      const caller = callerAs(call, 'student');
      const { course, outcomes, ...moment } = await listOutcomes(deps, caller, knownId(request.courseId));
      return { course, outcomes: outcomes.map(outcomeMessage), windows: windowStates(moment) };
    }),
    getOutcome: unary(entry, async (request, call) => {
      const view = await getOutcome(deps, callerAs(call, 'student'), knownId(request.outcomeId));
      return { outcome: outcomeMessage(view) };
    }),
    addOutcome: unary(entry, async (request, call) => {
      const view = await addOutcome(deps, callerAs(call, 'student'), {
        outcomeId: newId(request.outcomeId, 'outcomeId'),
        courseId: knownId(request.courseId),
        summary: request.summary,
        uploads: uploadsOf(request),
      });
      return { outcome: outcomeMessage(view) };
    }),
    editOutcome: unary(entry, async (request, call) => {
      const view = await editOutcome(deps, callerAs(call, 'student'), {
        outcomeId: knownId(request.outcomeId),
        expectedVersion: request.expectedVersion,
        summary: request.summary,
        uploads: uploadsOf(request),
      });
      return { outcome: outcomeMessage(view) };
    }),
    deleteOutcome: unary(entry, async (request, call) => {
      const { expectedVersion } = request;
      const command = { outcomeId: knownId(request.outcomeId), expectedVersion };
      return { restorableUntil: await deleteOutcome(deps, callerAs(call, 'student'), command) };
    }),
    submitOutcome: unary(entry, async (request, call) => {
      const { expectedVersion } = request;
      const command = { outcomeId: knownId(request.outcomeId), expectedVersion };
      return { outcome: outcomeMessage(await submitOutcome(deps, callerAs(call, 'student'), command)) };
    }),
    submitOutcomes: unary(entry, async (request, call) => {
      const items = request.items.map(({ outcomeId, expectedVersion }) => ({
        outcomeId: newId(outcomeId, 'items'),
        expectedVersion,
      }));
      const results = await submitOutcomes(deps, callerAs(call, 'student'), items);
      return { results: results.map(submitResultMessage) };
    }),
    restoreOutcome: unary(entry, async (request, call) => {
      const view = await restoreOutcome(deps, callerAs(call, 'student'), knownId(request.outcomeId));
      return { outcome: outcomeMessage(view) };
    }),
    listVersions: unary(entry, async (request, call) => {
      return { versions: await listVersions(deps, callerAs(call, 'student'), knownId(request.outcomeId)) };
    }),
    createFileLink: unary(entry, async (request, call) => {
      const path = await createFileLink(deps, callerAs(call, 'student'), {
        ...wantedFile(request),
        variant: oneOf(['file', 'thumbnail'], request.variant, 'variant'),
      });
      return { path };
    }),
    createPreviewLinks: unary(entry, (request, call) =>
      createPreviewLinks(deps, callerAs(call, 'student'), wantedFile(request)),
    ),
    getHome: unary(entry, async (_, call) => {
      const { todo, courses, ...moment } = await getHome(deps, callerAs(call, 'student'));
      return { serverTime: moment.now, todo: todo.map(todoMessage), courses, windows: windowStates(moment) };
    }),
    getReceipt: unary(entry, async (request, call) => {
      return { jws: await getReceipt(deps, callerAs(call, 'student'), knownId(request.receiptId)) };
    }),
    listReceiptKeys: unary(entry, async (_, call) => {
      requireService(call.principal, 'gateway');
      return { jwksJson: await deps.receipts.keySet() };
    }),

    listSelectable: unary(entry, async (request, call) => {
      const caller = callerAs(call, 'student');
      const { outcomes, limit, academicYears, ...moment } = await listSelectable(deps, caller, request.academicYear);
      return { outcomes: outcomes.map(outcomeMessage), limit, windows: windowStates(moment), academicYears };
    }),
    selectOutcome: unary(entry, async (request, call) => {
      const view = await selectOutcome(deps, callerAs(call, 'student'), knownId(request.outcomeId));
      return { outcome: outcomeMessage(view) };
    }),
    unselectOutcome: unary(entry, async (request, call) => {
      const view = await unselectOutcome(deps, callerAs(call, 'student'), knownId(request.outcomeId));
      return { outcome: outcomeMessage(view) };
    }),

    previewHandIn: unary(entry, async (request, call) => {
      const { windows, now, ...preview } = await previewHandIn(
        deps,
        callerAs(call, 'administrator'),
        request.academicYear,
      );
      return { ...preview, windows: windowStates({ windows, now }) };
    }),
    handIn: unary(entry, async (request, call) => {
      const batch = await handIn(deps, callerAs(call, 'administrator'), {
        batchId: newId(request.batchId, 'batchId'),
        academicYear: academicYear(request.academicYear),
      });
      return { batch: batchMessage(batch) };
    }),
    listHandIns: unary(entry, async (_, call) => {
      const { role } = requirePerson(call.principal, 'administrator', 'student');
      const caller = callerAs(call);
      const batches = await listHandIns(deps, caller, role === 'administrator' ? 'institution' : 'own');
      return { batches: batches.map(batchMessage) };
    }),

    putCourse: unary(entry, async (request, call) => {
      const institutionId = institutionFor(call, request.institutionId);
      if (request.subject === '') throw new LichengError('invalid_request', { field: 'subject' });
      await putCourse(deps, institutionId, {
        id: newId(request.id, 'id'),
        academicYear: academicYear(request.academicYear),
        termSystem: oneOf(TERM_SYSTEMS, request.termSystem, 'termSystem'),
        term: text(request.term, 'term'),
        subject: text(request.subject, 'subject'),
        teacherIds: request.teacherIds.map((id) => newId(id, 'teacherIds')),
      });
      return {};
    }),
    putEnrolment: unary(entry, async (request, call) => {
      await putEnrolment(deps, institutionFor(call, request.institutionId), {
        courseId: knownId(request.courseId),
        studentId: newId(request.studentId, 'studentId'),
        studentName: text(request.studentName, 'studentName'),
        creditsEarned: text(request.creditsEarned, 'creditsEarned'),
        qualitativeComment: text(request.qualitativeComment, 'qualitativeComment', 2_000),
        grade: text(request.grade, 'grade'),
      });
      return {};
    }),
  };
}
