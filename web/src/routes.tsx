import type { Role } from '@licheng/portfolio-rules';
import { Navigate, Route, Router, useParams, useSearchParams } from '@solidjs/router';
import { type Component, type JSX, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js';
import { useSignedIn } from './api/signed-in.tsx';
import { watchQuery } from './api/watch-query.ts';
import { PreferenceSwitches } from './features/account/preference-switches.tsx';
import { HomePage } from './features/home/home-page.tsx';
import { courseFilterOf, CoursesPage } from './features/outcomes/courses-page.tsx';
import { openedOutcomeQuery } from './features/outcomes/outcome-query.ts';
import { paths } from './paths.ts';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { UploadHost } from './shell/upload-host.tsx';
import { text } from './text/text.ts';
import { Skeleton } from './ui/skeleton.tsx';

const LoginPage = lazy(() => import('./features/account/login-page.tsx'));
const OutcomesPage = lazy(() => import('./features/outcomes/outcomes-page.tsx'));
const OutcomePage = lazy(() => import('./features/outcomes/outcome-page.tsx'));
const ReceiptPage = lazy(() => import('./features/receipt/receipt-page.tsx'));
const VerifyPage = lazy(() => import('./features/receipt/verify-page.tsx'));
const SelectionPage = lazy(() => import('./features/selection/selection-page.tsx'));
const HandInRecordPage = lazy(() => import('./features/hand-in/hand-in-record-page.tsx'));
const HandInDeskPage = lazy(() => import('./features/hand-in/hand-in-desk-page.tsx'));
const CertificationPage = lazy(async () => ({
  default: (await import('./features/certification/certification-page.tsx')).CertificationPage,
}));
const DeputiesPage = lazy(async () => ({
  default: (await import('./features/deputies/deputies-page.tsx')).DeputiesPage,
}));
const CalendarPage = lazy(() => import('./features/calendar/calendar-page.tsx'));
const NoticesPage = lazy(() => import('./features/notices/notices-page.tsx'));

/** Where a signed-in person begins; a student's own page stands at `/` itself. */
const START: Record<Exclude<Role, 'student'>, string> = {
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

function Start() {
  const session = useSignedIn();
  const { role } = session().person;
  return role === 'student' ? <HomeScreen /> : <Navigate href={START[role]} />;
}

/** The page most go on to from where they begin; fetched when what they see is there. */
function fetchNextPage(): void {
  const timer = setTimeout(() => void OutcomesPage.preload(), 1_500);
  onCleanup(() => clearTimeout(timer));
}

function HomeScreen() {
  onMount(fetchNextPage);
  return (
    <>
      <HomePage />
      <UploadHost closedPath={paths.home} />
    </>
  );
}

function CoursesScreen() {
  onMount(fetchNextPage);
  const [search] = useSearchParams<{ year?: string; search?: string }>();
  return (
    <>
      <CoursesPage />
      <UploadHost closedPath={paths.courseList(courseFilterOf(search))} />
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

function OutcomeScreen() {
  const params = useParams<{ outcomeId: string }>();
  const query = watchQuery(() => openedOutcomeQuery(params.outcomeId));
  return (
    <>
      <OutcomePage />
      <UploadHost
        courseId={query.isPending ? undefined : query.data?.courseId}
        closedPath={paths.outcome(params.outcomeId)}
      />
    </>
  );
}

/** Public: for whoever was given a receipt, signed in or not. */
function VerifyScreen() {
  return (
    <Suspense fallback={<Skeleton rows={5} label={text().shell.loading} />}>
      <VerifyPage tools={<PreferenceSwitches />} />
    </Suspense>
  );
}

function LoginScreen() {
  return (
    <Suspense>
      <LoginPage />
    </Suspense>
  );
}

export function AppRoutes() {
  return (
    <Router>
      <Route path="/login" component={LoginScreen} />
      <Route path="/verify" component={VerifyScreen} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Start} />
        <Route path="/courses" component={only(['student'], CoursesScreen)} />
        <Route path="/courses/:courseId" component={only(['student'], OutcomesScreen)} />
        <Route path="/outcomes/:outcomeId" component={only(['student'], OutcomeScreen)} />
        <Route path="/receipts/:receiptId" component={only(['student'], ReceiptPage)} />
        <Route path="/selection" component={only(['student'], SelectionPage)} />
        <Route path="/hand-ins" component={only(['student', 'administrator'], HandInRecordPage)} />
        <Route path="/certification/:outcomeId?" component={only(['teacher', 'administrator'], CertificationPage)} />
        <Route path="/deputies" component={only(['administrator'], DeputiesPage)} />
        <Route path="/administration/hand-in" component={only(['administrator'], HandInDeskPage)} />
        <Route path="/calendar" component={CalendarPage} />
        <Route path="/notices" component={NoticesPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
