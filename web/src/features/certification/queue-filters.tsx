import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { queueCoursesQuery } from '../../api/queries.ts';
import { watchQuery } from '../../api/watch-query.ts';
import { reviewText } from '../../text/review-text.ts';
import { AGE_FILTERS, type AgeFilter, type QueueFilter, STATUS_FILTERS } from './queue-filter.ts';
import '../../ui/field.css';
import './queue-filters.css';

const DEBOUNCE_MS = 250;

/** What of the queue is shown: search, status, course and how long it has waited. */
export function QueueFilters(props: {
  filter: QueueFilter;
  onChange: (change: Partial<QueueFilter>) => void;
  searchRef: (field: HTMLInputElement) => void;
  /** Escape in an empty search field. */
  onLeaveSearch: () => void;
}) {
  const words = () => reviewText().certification;
  const courses = watchQuery(() => queueCoursesQuery());
  const known = () => (courses.isPending ? [] : (courses.data?.courses ?? []));
  const [typed, setTyped] = createSignal(props.filter.search);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let field: HTMLInputElement | undefined;
  onCleanup(() => clearTimeout(timer));

  // The address may change without typing, by the browser's back button for one.
  createEffect(
    on(
      () => props.filter.search,
      (search) => {
        if (search !== typed().trim()) setTyped(search);
      },
      { defer: true },
    ),
  );

  const search = (value: string, afterMs: number) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => props.onChange({ search: value.trim() }), afterMs);
  };

  return (
    <div class="filters" role="search" aria-label={words().filter}>
      <div class="filters__search">
        <Search class="icon filters__glass" aria-hidden="true" />
        <input
          class="input"
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          ref={(element) => {
            field = element;
            props.searchRef(element);
          }}
          value={typed()}
          aria-label={words().search}
          placeholder={words().searchHint}
          onInput={(event) => {
            // Half a syllable of an input method finds nothing.
            if (!event.isComposing) search(event.currentTarget.value, DEBOUNCE_MS);
          }}
          onCompositionEnd={(event) => search(event.currentTarget.value, DEBOUNCE_MS)}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Enter') search(event.currentTarget.value, 0);
            if (event.key !== 'Escape') return;
            event.preventDefault();
            if (event.currentTarget.value === '') props.onLeaveSearch();
            else search('', 0);
          }}
        />
        <Show when={typed() !== ''}>
          <button
            type="button"
            class="filters__clear"
            onClick={() => {
              search('', 0);
              field?.focus();
            }}
          >
            <X class="icon" aria-hidden="true" />
            <span class="visually-hidden">{words().clearSearch}</span>
          </button>
        </Show>
      </div>
      <select
        class="input filters__select"
        aria-label={words().status}
        value={props.filter.status}
        onChange={(event) => {
          const chosen = STATUS_FILTERS.find((status) => status === event.currentTarget.value);
          if (chosen !== undefined) props.onChange({ status: chosen });
        }}
      >
        <For each={STATUS_FILTERS}>
          {(status) => (
            <option value={status} selected={status === props.filter.status}>
              {words().filters[status]}
            </option>
          )}
        </For>
      </select>
      <select
        class="input filters__select"
        aria-label={words().age}
        onChange={(event) => props.onChange({ minAgeDays: ageOf(event.currentTarget.value) })}
      >
        <For each={AGE_FILTERS}>
          {(days) => (
            <option value={days} selected={days === props.filter.minAgeDays}>
              {days === 0 ? words().allAges : words().atLeastDays(days)}
            </option>
          )}
        </For>
      </select>
      <select
        class="input filters__select filters__course"
        aria-label={words().course}
        onChange={(event) => props.onChange({ courseId: event.currentTarget.value || null })}
      >
        <option value="" selected={props.filter.courseId === null}>
          {words().allCourses}
        </option>
        <For each={known()}>
          {(course) => (
            <option value={course.courseId} selected={course.courseId === props.filter.courseId}>
              {words().courseWaiting(course.subject, course.academicYear, course.waitingCount)}
            </option>
          )}
        </For>
      </select>
    </div>
  );
}

function ageOf(value: string): AgeFilter {
  return AGE_FILTERS.find((days) => String(days) === value) ?? 0;
}
