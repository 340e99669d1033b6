import type { Role } from '@licheng/portfolio-rules';
import { Navigate, Route, Router, useParams } from '@solidjs/router';
import { type Component, type JSX, lazy, Show } from 'solid-js';
import { useSignedIn } from './api/signed-in.tsx';
import { LoginPage } from './features/account/login-page.tsx';
import { CoursesPage } from './features/outcomes/courses-page.tsx';
import { OutcomesPage } from './features/outcomes/outcomes-page.tsx';
import { paths } from './paths.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { UploadHost } from './shell/upload-host.tsx';

const SelectionPage = lazy(() => import('./features/selection/selection-page.tsx'));
const HandInRecordPage = lazy(() => import('./features/hand-in/hand-in-record-page.tsx'));
const HandInDeskPage = lazy(() => import('./features/hand-in/hand-in-desk-page.tsx'));
const CertificationPage = lazy(() => import('./features/certification/certification-page.tsx'));
const CalendarPage = lazy(() => import('./features/calendar/calendar-page.tsx'));
const NoticesPage = lazy(() => import('./features/notices/notices-page.tsx'));

const HOME: Record<Role, string> = {
  student: paths.courses,
  teacher: paths.certification,
  administrator: paths.certification,
  operator: paths.notices,
};

/** The server decides what a person may see; this only keeps pages that would be empty out of the way. */
function only(roles: readonly Role[], Page: Component): Component {
  return function Guarded(): JSX.Element {
    const session = useSignedIn();
    return (
      <Show when={roles.includes(session().person.role)} fallback={<NotFoundPage />}>
        <Page />
      </Show>
    );
  };
}

function Home() {
  const session = useSignedIn();
  return <Navigate href={HOME[session().person.role]} />;
}

function CoursesScreen() {
  return (
    <>
      <CoursesPage />
      <UploadHost closedPath={paths.courses} />
    </>
  );
}

function OutcomesScreen() {
  const params = useParams<{ courseId: string }>();
  return (
    <>
      <OutcomesPage />
      <UploadHost courseId={params.courseId} closedPath={paths.outcomes(params.courseId)} />
    </>
  );
}

export function AppRoutes() {
  return (
    <Router>
      <Route path="/login" component={LoginPage} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Home} />
        <Route path="/courses" component={only(['student'], CoursesScreen)} />
        <Route path="/courses/:courseId" component={only(['student'], OutcomesScreen)} />
        <Route path="/selection" component={only(['student'], SelectionPage)} />
        <Route path="/hand-ins" component={only(['student', 'administrator'], HandInRecordPage)} />
        <Route path="/certification/:outcomeId?" component={only(['teacher', 'administrator'], CertificationPage)} />
        <Route path="/administration/hand-in" component={only(['administrator'], HandInDeskPage)} />
        <Route path="/calendar" component={CalendarPage} />
        <Route path="/notices" component={NoticesPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
