import type * as Contract from '@licheng/rest-contract';
import { describe, expectTypeOf, it } from 'vitest';
import type * as Generated from '../src/api/generated/types.ts';

/** Checked by the compiler: what the client was made from has lost nothing of what the server validates. */
describe('the generated client', () => {
  it('knows the very types of the contract', () => {
    expectTypeOf<Generated.Session>().toEqualTypeOf<Contract.SessionResource>();
    expectTypeOf<Generated.CourseList>().toEqualTypeOf<Contract.CourseListResource>();
    expectTypeOf<Generated.Home>().toEqualTypeOf<Contract.HomeResource>();
    expectTypeOf<Generated.Outcome>().toEqualTypeOf<Contract.OutcomeResource>();
    expectTypeOf<Generated.OutcomeList>().toEqualTypeOf<Contract.OutcomeListResource>();
    expectTypeOf<Generated.VersionList>().toEqualTypeOf<Contract.VersionListResource>();
    expectTypeOf<Generated.Deletion>().toEqualTypeOf<Contract.DeletionResource>();
    expectTypeOf<Generated.SubmissionResults>().toEqualTypeOf<Contract.SubmissionResultsResource>();
    expectTypeOf<Generated.Preview>().toEqualTypeOf<Contract.PreviewResource>();
    expectTypeOf<Generated.Receipt>().toEqualTypeOf<Contract.ReceiptResource>();
    expectTypeOf<Generated.ReceiptKeys>().toEqualTypeOf<Contract.ReceiptKeysResource>();
    expectTypeOf<Generated.Selection>().toEqualTypeOf<Contract.SelectionResource>();
    expectTypeOf<Generated.CaseList>().toEqualTypeOf<Contract.CaseListResource>();
    expectTypeOf<Generated.QueueCourseList>().toEqualTypeOf<Contract.QueueCourseListResource>();
    expectTypeOf<Generated.VerdictResults>().toEqualTypeOf<Contract.VerdictResultsResource>();
    expectTypeOf<Generated.SavedCommentList>().toEqualTypeOf<Contract.SavedCommentListResource>();
    expectTypeOf<Generated.DeputyList>().toEqualTypeOf<Contract.DeputyListResource>();
    expectTypeOf<Generated.HandInList>().toEqualTypeOf<Contract.HandInListResource>();
    expectTypeOf<Generated.HandInPreview>().toEqualTypeOf<Contract.HandInPreviewResource>();
    expectTypeOf<Generated.Calendar>().toEqualTypeOf<Contract.CalendarResource>();
    expectTypeOf<Generated.NoticeList>().toEqualTypeOf<Contract.NoticeListResource>();
    expectTypeOf<Generated.LiveEvent>().toEqualTypeOf<Contract.LiveEvent>();
    expectTypeOf<Generated.Problem>().toEqualTypeOf<Contract.Problem>();
  });
});
