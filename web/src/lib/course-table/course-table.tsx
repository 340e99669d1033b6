import type { CourseResource } from '@licheng/rest-contract';
import { A, useNavigate } from '@solidjs/router';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import Hourglass from 'lucide-solid/icons/hourglass';
import Undo2 from 'lucide-solid/icons/undo-2';
import { For, Show } from 'solid-js';
import { paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Badge, type IconComponent, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable, RowActions } from '../../ui/data-table.tsx';
import { termLabel } from '../term-labels.ts';
import './course-table.css';

/** 修課清單 with the manual's columns; `addPath` is where the form for a new outcome opens. */
export function CourseTable(props: { courses: readonly CourseResource[]; addPath: (courseId: string) => string }) {
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
          <RowActions stack>
            <Show when={course.canAdd}>
              <Button
                compact
                aria-describedby={subjectId(course)}
                onClick={() => navigate(props.addPath(course.id), { scroll: false })}
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

  return <DataTable caption={text().course.caption} columns={columns()} rows={props.courses} />;
}

interface Todo {
  words: string;
  tone: Tone;
  icon: IconComponent;
}

/** How many there are, what still needs doing as links to where it is done, and how the others stand. */
function Count(props: { course: CourseResource }) {
  const todo = (): Todo[] => {
    const { fileRejectedCount, awaitingSubmissionCount, refusedCount } = props.course;
    const words = text().course;
    return [
      ...(fileRejectedCount > 0
        ? [{ words: words.fileRejected(fileRejectedCount), tone: 'red' as const, icon: CircleAlert }]
        : []),
      ...(awaitingSubmissionCount > 0
        ? [{ words: words.awaiting(awaitingSubmissionCount), tone: 'slate' as const, icon: Hourglass }]
        : []),
      ...(refusedCount > 0 ? [{ words: words.refused(refusedCount), tone: 'red' as const, icon: Undo2 }] : []),
    ];
  };
  const others = () => {
    const { underCertificationCount, certifiedCount, selectedCount } = props.course;
    const words = text().course;
    return [
      ...(underCertificationCount > 0 ? [words.underCertification(underCertificationCount)] : []),
      ...(certifiedCount > 0 ? [words.certified(certifiedCount)] : []),
      ...(selectedCount > 0 ? [words.selected(selectedCount)] : []),
    ];
  };
  return (
    <div class="course-count">
      <span>{props.course.outcomeCount}</span>
      <For each={todo()}>
        {(item) => (
          <A class="course-count__todo" href={paths.outcomes(props.course.id)}>
            <Badge tone={item.tone} icon={item.icon}>
              {item.words}
            </Badge>
          </A>
        )}
      </For>
      <For each={others()}>{(words) => <span class="course-count__other">{words}</span>}</For>
    </div>
  );
}
