import type { CourseListResource } from '@licheng/rest-contract';
import { useNavigate, useSearchParams } from '@solidjs/router';
import BookOpen from 'lucide-solid/icons/book-open';
import Search from 'lucide-solid/icons/search';
import { createMemo, Show } from 'solid-js';
import { coursesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { CourseTable } from '../../lib/course-table/course-table.tsx';
import { Loaded } from '../../lib/loaded.tsx';
import { WindowLines } from '../../lib/window-lines.tsx';
import { type CourseFilter, paths } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import '../../ui/field.css';
import './courses-page.css';

/** The filter stands in the address, so that the way back finds the list as it was left. */
export function courseFilterOf(search: { year?: string | undefined; search?: string | undefined }): CourseFilter {
  const academicYear = Number(search.year);
  return {
    academicYear: search.year !== undefined && Number.isInteger(academicYear) ? academicYear : null,
    search: search.search ?? '',
  };
}

export function CoursesPage() {
  const query = watchQuery(() => coursesQuery());
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
              <Filtered data={data()} />
            </Show>
          </>
        )}
      </Loaded>
    </Page>
  );
}

const ALL_YEARS = 0;

function Filtered(props: { data: CourseListResource }) {
  const [search] = useSearchParams<{ year?: string; search?: string }>();
  const navigate = useNavigate();
  const filter = () => courseFilterOf(search);
  const years = createMemo(() =>
    [...new Set(props.data.courses.map((course) => course.academicYear))].sort((a, b) => b - a),
  );
  const shown = createMemo(() => {
    const { academicYear, search: words } = filter();
    const wanted = (words ?? '').trim().normalize('NFKC').toLowerCase();
    return props.data.courses.filter(
      (course) =>
        (academicYear === null || course.academicYear === academicYear) &&
        course.subject.normalize('NFKC').toLowerCase().includes(wanted),
    );
  });
  const show = (change: CourseFilter) =>
    navigate(paths.courseList({ ...filter(), ...change }), { replace: true, scroll: false });

  return (
    <>
      <search class="course-filter">
        <Show when={years().length > 1}>
          <Segmented
            legend={text().course.yearFilter}
            choices={[
              { value: ALL_YEARS, label: text().course.allYears },
              ...years().map((value) => ({ value, label: String(value) })),
            ]}
            value={filter().academicYear ?? ALL_YEARS}
            onChange={(value) => show({ academicYear: value === ALL_YEARS ? null : value })}
          />
        </Show>
        <div class="course-filter__search">
          <Search class="icon" aria-hidden="true" />
          <input
            type="search"
            class="input"
            aria-label={text().course.search}
            placeholder={text().course.search}
            value={filter().search}
            onInput={(event) => show({ search: event.currentTarget.value })}
          />
        </div>
        <p class="course-filter__count numeric" role="status">
          {text().course.shown(shown().length)}
        </p>
      </search>
      <Show
        when={shown().length > 0}
        fallback={
          <EmptyState icon={Search} title={text().course.noneFoundTitle} body={text().course.noneFoundBody}>
            <Button onClick={() => show({ academicYear: null, search: '' })}>{text().course.clearFilter}</Button>
          </EmptyState>
        }
      >
        <CourseTable courses={shown()} addPath={(courseId) => paths.courseList(filter(), courseId)} />
      </Show>
    </>
  );
}
