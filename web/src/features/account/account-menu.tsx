import type { SessionResource } from '@licheng/rest-contract';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import LogOut from 'lucide-solid/icons/log-out';
import { signedOut, signOut } from '../../api/session.ts';
import { createAction } from '../../lib/create-action.ts';
import { ProblemMessage } from '../../lib/problem-message.tsx';
import { text } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { forgetPerson } from './forget-person.ts';
import { PreferenceSwitches } from './preference-switches.tsx';
import './account-menu.css';

export function AccountMenu(props: { session: SessionResource }) {
  // Without a session the shell itself goes to the login page.
  const action = createAction(async () => {
    await signOut();
    if (signedOut()) forgetPerson();
  });
  return (
    <Popover
      label={text().shell.accountMenu}
      button={
        <>
          <span class="account__name">{props.session.person.name}</span>
          <ChevronDown class="icon" aria-hidden="true" />
        </>
      }
    >
      {() => (
        <div class="account__panel">
          <div>
            <p class="account__person">{props.session.person.name}</p>
            <p class="soft account__line">
              {text().role[props.session.person.role]} · {props.session.person.login}
            </p>
            <p class="soft account__line">{props.session.institution.name}</p>
          </div>
          <PreferenceSwitches />
          <ProblemMessage error={action.error()} />
          <Button busy={action.pending()} onClick={() => void action.run()}>
            <LogOut class="icon" aria-hidden="true" />
            {text().shell.signOut}
          </Button>
        </div>
      )}
    </Popover>
  );
}
