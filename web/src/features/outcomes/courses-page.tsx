import type { CourseResource } from '@licheng/rest-contract';
import { useNavigate } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import BookOpen from 'lucide-solid/icons/book-open';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import Hourglass from 'lucide-solid/icons/hourglass';
import { Show } from 'solid-js';
import { coursesQuery } from '../../api/queries.ts';
import { Loaded } from '../../lib/loaded.tsx';
import { termLabel } from '../../lib/term-labels.ts';
import { WindowLines } from '../../lib/window-lines.tsx';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import './courses-page.css';

export function CoursesPage() {
  const query = useQuery(() => coursesQuery());
  const navigate = useNavigate();
  const subjectId = (course: CourseResource) => `subject-${course.id}`;

  const columns = (): Column<CourseResource>[] => {
    const words = text().course.columns;
    return [
      { key: 'year', header: words.academicYear, kind: 'fit', cell: (course) => course.academicYear },
      {
        key: 'system',
        header: words.termSystem,
        kind: 'fit',
        cell: (course) => text().course.termSystem[course.termSystem],
      },
      { key: 'term', header: words.term, kind: 'fit', cell: termLabel },
      { key: 'subject', header: words.subject, kind: 'title', cell: (course) => course.subject, cellId: subjectId },
      {
        key: 'credits',
        header: words.creditsEarned,
        kind: 'number',
        cell: (course) => course.creditsEarned,
        blank: (course) => course.creditsEarned === '',
      },
      {
        key: 'comment',
        header: words.qualitativeComment,
        cell: (course) => course.qualitativeComment,
        blank: (course) => course.qualitativeComment === '',
      },
      {
        key: 'grade',
        header: words.grade,
        kind: 'number',
        cell: (course) => course.grade,
        blank: (course) => course.grade === '',
      },
      { key: 'count', header: words.outcomeCount, kind: 'number', cell: (course) => <Count course={course} /> },
      {
        key: 'actions',
        header: words.actions,
        kind: 'actions',
        cell: (course) => (
          <RowActions>
            <Show when={course.canAdd}>
              <Button
                compact
                aria-describedby={subjectId(course)}
                onClick={() => navigate(paths.addOutcome(course.id), { scroll: false })}
              >
                {text().course.add}
              </Button>
            </Show>
            <Button compact aria-describedby={subjectId(course)} onClick={() => navigate(paths.outcomes(course.id))}>
              {text().course.view}
            </Button>
          </RowActions>
        ),
      },
    ];
  };

  return (
    <Page
      title={text().course.title}
      product={text().product.name}
      eyebrow={text().navigation.courseRecord}
      lead={text().course.lead}
    >
      <Loaded query={query}>
        {(data) => (
          <>
            <WindowLines windows={data().windows} operations={['upload', 'submit']} />
            <Show
              when={data().courses.length > 0}
              fallback={<EmptyState icon={BookOpen} title={text().course.emptyTitle} body={text().course.emptyBody} />}
            >
              <DataTable caption={text().course.caption} columns={columns()} rows={data().courses} />
            </Show>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Count(props: { course: CourseResource }) {
  return (
    <span class="course-count">
      <span>{props.course.outcomeCount}</span>
      <Show when={props.course.awaitingSubmissionCount > 0}>
        <Badge tone="slate" icon={Hourglass}>
          {text().course.awaiting(props.course.awaitingSubmissionCount)}
        </Badge>
      </Show>
      <Show when={props.course.refusedCount > 0}>
        <Badge tone="red" icon={CircleAlert}>
          {text().course.refused(props.course.refusedCount)}
        </Badge>
      </Show>
    </span>
  );
}
