import { Navigate, type RouteSectionProps, useLocation } from '@solidjs/router';
import {
  createEffect,
  createSignal,
  ErrorBoundary,
  lazy,
  Match,
  on,
  onCleanup,
  onMount,
  Show,
  Suspense,
  Switch,
} from 'solid-js';
import { onLiveEvent, startLive, stopLive } from '../api/live.ts';
import { refetchAfter } from '../api/queries.ts';
import { online } from '../api/reachability.ts';
import { signedOut, useSession } from '../api/session.ts';
import { SignedInProvider, useSignedIn } from '../api/signed-in.tsx';
import { ApiProblem } from '../api/api-problem.ts';
import { ProblemMessage } from '../lib/problem-message.tsx';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { AwayPage } from './away-page.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { DeadlineStrip } from './deadline-strip.tsx';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';
import './shell.css';

const UploadTray = lazy(() => import('../features/upload/upload-tray.tsx'));
/** What goes on from an earlier visit may wait until the page itself is there. */
const TRAY_AFTER_MS = 300;

/** Everything around a signed-in page; without a session it sends to the login page and remembers the way back. */
export function Shell(props: RouteSectionProps) {
  const session = useSession();
  const location = useLocation();
  const known = () => (session.isPending ? undefined : session.data);
  // Said at the first failure, not after the last attempt.
  const unreachable = () =>
    known() === undefined && (!online() || isUnreachable(session.failureReason) || isUnreachable(session.error));
  return (
    <Switch
      fallback={
        <div class="shell__waiting">
          <Skeleton rows={5} label={text().shell.loading} />
        </div>
      }
    >
      <Match when={known() === null}>
        <Navigate href={signedOut() ? paths.login() : paths.login(`${location.pathname}${location.search}`)} />
      </Match>
      <Match when={known()}>
        {(signedIn) => (
          <SignedInProvider value={signedIn}>
            <Frame>{props.children}</Frame>
          </SignedInProvider>
        )}
      </Match>
      <Match when={unreachable()}>
        <AwayPage onRetry={() => void session.refetch()} />
      </Match>
      <Match when={session.isError}>
        <main class="shell__waiting">
          <ProblemMessage error={session.error} onRetry={() => void session.refetch()} />
        </main>
      </Match>
    </Switch>
  );
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ApiProblem && ['offline', 'timed_out', 'service_unavailable'].includes(error.code);
}

function Frame(props: { children?: RouteSectionProps['children'] }) {
  const location = useLocation();
  const signedIn = useSignedIn();
  const [main, setMain] = createSignal<HTMLElement>();
  const [settled, setSettled] = createSignal(false);

  onMount(() => {
    startLive();
    const stopListening = onLiveEvent((event) => void refetchAfter(event));
    const timer = setTimeout(() => setSettled(true), TRAY_AFTER_MS);
    onCleanup(() => {
      clearTimeout(timer);
      stopListening();
      stopLive();
    });
  });

  // A new page is announced by moving to it, as a full page load would.
  createEffect(
    on(
      () => location.pathname,
      () => {
        window.scrollTo(0, 0);
        main()?.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );

  return (
    <div class="shell">
      <a
        class="shell__skip"
        href="#content"
        onClick={(event) => {
          // The router would take the fragment for a page and leave the focus where it is.
          event.preventDefault();
          main()?.focus();
          main()?.scrollIntoView();
        }}
      >
        {text().shell.skipToContent}
      </a>
      <Header />
      <Navigation />
      <div class="shell__body">
        <DeadlineStrip />
        <main class="shell__main" id="content" tabindex="-1" ref={setMain}>
          <ErrorBoundary fallback={(error, reset) => <ProblemMessage error={error} onRetry={reset} />}>
            <Suspense fallback={<Skeleton rows={5} label={text().shell.loading} />}>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <div class="shell__dock">
        <Show when={settled() && signedIn().person.role === 'student'}>
          <Suspense>
            <UploadTray />
          </Suspense>
        </Show>
        <ConnectionLine />
        <Toasts words={text().toast} />
      </div>
    </div>
  );
}
