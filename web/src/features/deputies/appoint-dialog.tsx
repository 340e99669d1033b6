import type { DeputyListResource } from '@licheng/rest-contract';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { api } from '../../api/endpoints.ts';
import { keys, queryClient } from '../../api/queries.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { reviewText } from '../../text/review-text.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type Appointment, type AppointmentFault, faultOf, today } from './deputy-days.ts';
import '../../ui/field.css';

type Field = keyof Appointment;

/** Where a fault is shown and the focus goes. */
const FIELD_OF: Record<AppointmentFault, Field> = {
  teacher: 'teacherId',
  deputy: 'deputyId',
  samePerson: 'deputyId',
  firstDay: 'firstDay',
  lastDay: 'lastDay',
  order: 'lastDay',
  over: 'lastDay',
};

export function AppointDialog(props: { list: DeputyListResource; onClose: () => void }) {
  const words = () => reviewText().deputies;
  const id = createUniqueId();
  // Made once: pressing again after a lost answer appoints nobody twice.
  const appointmentId = crypto.randomUUID();
  const [given, setGiven] = createSignal<Appointment>({
    teacherId: '',
    deputyId: '',
    courseId: '',
    firstDay: today(),
    lastDay: '',
  });
  const [fault, setFault] = createSignal<AppointmentFault | null>(null);
  const [form, setForm] = createSignal<HTMLFormElement>();

  const teachers = () => {
    const teaching = new Set(props.list.courses.flatMap((course) => course.teacherIds));
    return props.list.people.filter((person) => person.role === 'teacher' || teaching.has(person.id));
  };
  const courses = () => props.list.courses.filter((course) => course.teacherIds.includes(given().teacherId));
  const nameOf = (personId: string) => props.list.people.find((person) => person.id === personId)?.name ?? '';

  const change = (changed: Partial<Appointment>) => {
    setGiven({ ...given(), ...changed });
    setFault(null);
  };

  const save = createAction(async () => {
    const wanted = given();
    const found = faultOf(wanted);
    setFault(found);
    if (found !== null) {
      form()?.querySelector<HTMLElement>(`[name="${FIELD_OF[found]}"]`)?.focus();
      return;
    }
    await api.appointDeputy(appointmentId, { ...wanted, courseId: wanted.courseId === '' ? null : wanted.courseId });
    await queryClient.invalidateQueries({ queryKey: keys.deputies });
    const deputy = nameOf(wanted.deputyId);
    const teacher = nameOf(wanted.teacherId);
    showToast({ tone: 'green', message: () => reviewText().deputies.appointed(deputy, teacher) });
    props.onClose();
  });

  const faultAt = (field: Field) => {
    const found = fault();
    return found !== null && FIELD_OF[found] === field ? words().missing[found] : null;
  };

  const Fault = (own: { field: Field }) => (
    <Show when={faultAt(own.field)}>
      {(said) => (
        <p class="appoint__fault" id={`${id}-${own.field}-fault`} role="alert">
          {said()}
        </p>
      )}
    </Show>
  );
  const describes = (field: Field) => ({
    id: `${id}-${field}`,
    name: field,
    'aria-invalid': faultAt(field) === null ? undefined : ('true' as const),
    'aria-describedby': faultAt(field) === null ? undefined : `${id}-${field}-fault`,
  });

  return (
    <Dialog title={words().appointTitle} onClose={() => props.onClose()}>
      <Show when={teachers().length > 0} fallback={<Message tone="amber" title={words().nobody} />}>
        <form
          class="appoint"
          novalidate
          ref={setForm}
          onSubmit={(event) => {
            event.preventDefault();
            void save.run();
          }}
        >
          <ProblemMessage error={save.error()} />
          <div class="field">
            <label class="field__label" for={`${id}-teacherId`}>
              {words().teacher}
            </label>
            <select
              class="input"
              {...describes('teacherId')}
              required
              onChange={(event) => change({ teacherId: event.currentTarget.value, courseId: '' })}
            >
              <option value="">{words().choose}</option>
              <For each={teachers()}>{(person) => <option value={person.id}>{person.name}</option>}</For>
            </select>
            <Fault field="teacherId" />
          </div>
          <div class="field">
            <label class="field__label" for={`${id}-deputyId`}>
              {words().deputy}
            </label>
            <select
              class="input"
              {...describes('deputyId')}
              required
              onChange={(event) => change({ deputyId: event.currentTarget.value })}
            >
              <option value="">{words().choose}</option>
              <For each={props.list.people.filter((person) => person.role !== 'student' && person.role !== 'operator')}>
                {(person) => <option value={person.id}>{words().role(person.name, text().role[person.role])}</option>}
              </For>
            </select>
            <Fault field="deputyId" />
          </div>
          <div class="field">
            <label class="field__label" for={`${id}-courseId`}>
              {words().course}
            </label>
            <select
              class="input"
              {...describes('courseId')}
              value={given().courseId}
              onChange={(event) => change({ courseId: event.currentTarget.value })}
            >
              <option value="">{words().allCourses}</option>
              <For each={courses()}>
                {(course) => <option value={course.id}>{words().courseOf(course.subject, course.academicYear)}</option>}
              </For>
            </select>
          </div>
          <div class="appoint__days">
            <div class="field">
              <label class="field__label" for={`${id}-firstDay`}>
                {words().firstDay}
              </label>
              <input
                class="input"
                type="date"
                {...describes('firstDay')}
                required
                value={given().firstDay}
                onInput={(event) => change({ firstDay: event.currentTarget.value })}
              />
              <Fault field="firstDay" />
            </div>
            <div class="field">
              <label class="field__label" for={`${id}-lastDay`}>
                {words().lastDay}
              </label>
              <input
                class="input"
                type="date"
                {...describes('lastDay')}
                required
                min={given().firstDay}
                value={given().lastDay}
                onInput={(event) => change({ lastDay: event.currentTarget.value })}
              />
              <Fault field="lastDay" />
            </div>
          </div>
          <p class="field__hint">{words().daysHint}</p>
          <DialogButtons>
            <Button onClick={() => props.onClose()}>{text().common.cancel}</Button>
            <Button look="primary" type="submit" busy={save.pending()}>
              {words().save}
            </Button>
          </DialogButtons>
        </form>
      </Show>
    </Dialog>
  );
}
