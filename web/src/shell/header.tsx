import { A } from '@solidjs/router';
import { useSignedIn } from '../api/signed-in.tsx';
import { AccountMenu } from '../features/account/account-menu.tsx';
import { NoticeBell } from '../features/notices/notice-bell.tsx';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import './header.css';

export function Header() {
  const session = useSignedIn();
  return (
    <header class="header">
      <A class="header__home" href={paths.home}>
        <img src="/icon.svg" alt="" width="32" height="32" />
        <span class="header__product">{text().product.name}</span>
      </A>
      <p class="header__institution">{session().institution.name}</p>
      <div class="header__tools">
        <NoticeBell />
        <AccountMenu session={session()} />
      </div>
    </header>
  );
}
