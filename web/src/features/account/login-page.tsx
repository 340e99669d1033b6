import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, onMount, Show } from 'solid-js';
import { signedOut, signIn } from '../../api/session.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { paths, safeBackPath } from '../../paths.ts';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { PreferenceSwitches } from './preference-switches.tsx';
import '../../ui/field.css';
import './login-page.css';

export default function LoginPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams<{ back?: string }>();
  const [incomplete, setIncomplete] = createSignal(false);
  const [accountInput, setAccountInput] = createSignal<HTMLInputElement>();
  const [passwordInput, setPasswordInput] = createSignal<HTMLInputElement>();

  onMount(() => {
    document.title = `${text().login.title} · ${text().product.name}`;
    accountInput()?.focus();
  });

  const action = createAction(async () => {
    const account = accountInput()?.value.trim() ?? '';
    const password = passwordInput()?.value ?? '';
    setIncomplete(account === '' || password === '');
    if (incomplete()) {
      (account === '' ? accountInput() : passwordInput())?.focus();
      return;
    }
    try {
      await signIn(account, password);
    } catch (error) {
      passwordInput()?.select();
      throw error;
    }
    navigate(safeBackPath(search.back), { replace: true });
  });

  return (
    <main class="login" id="content">
      <div class="login__card">
        <header class="login__head">
          <img class="login__mark" src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <p class="login__product">{text().product.name}</p>
            <p class="soft">{text().product.tagline}</p>
          </div>
        </header>
        <h1>{text().login.title}</h1>
        <Show when={signedOut() && action.error() === null && !incomplete()}>
          <Message tone="slate" title={text().login.signedOut} />
        </Show>
        <Show when={incomplete()}>
          <Message tone="red" urgent title={text().login.missing.title} body={text().login.missing.body} />
        </Show>
        <ProblemMessage error={action.error()} />
        <form
          class="login__form"
          novalidate
          onSubmit={(event) => {
            event.preventDefault();
            void action.run();
          }}
        >
          <div class="field">
            <label class="field__label" for="login-account">
              {text().login.account}
            </label>
            <input
              ref={setAccountInput}
              class="input"
              id="login-account"
              name="username"
              type="text"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
            />
          </div>
          <div class="field">
            <label class="field__label" for="login-password">
              {text().login.password}
            </label>
            <input
              ref={setPasswordInput}
              class="input"
              id="login-password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
            />
          </div>
          <Button type="submit" look="primary" busy={action.pending()}>
            {action.pending() ? text().login.submitting : text().login.submit}
          </Button>
        </form>
        <p class="login__help">
          {text().login.help} <A href={paths.verify}>{text().home.verifyLink}</A>
        </p>
      </div>
      <footer class="login__foot">
        <PreferenceSwitches />
      </footer>
    </main>
  );
}
