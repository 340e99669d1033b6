import type { Role } from '@licheng/portfolio-rules';
import { A } from '@solidjs/router';
import Calendar from 'lucide-solid/icons/calendar';
import ListChecks from 'lucide-solid/icons/list-checks';
import PackageCheck from 'lucide-solid/icons/package-check';
import Send from 'lucide-solid/icons/send';
import Stamp from 'lucide-solid/icons/stamp';
import Upload from 'lucide-solid/icons/upload';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useSignedIn } from '../api/signed-in.tsx';
import { paths } from '../paths.ts';
import type { Text } from '../text/shape.ts';
import { text } from '../text/text.ts';
import type { IconComponent } from '../ui/badge.tsx';
import './navigation.css';

interface Entry {
  word: Exclude<keyof Text['navigation'], 'courseRecord'>;
  href: string;
  icon: IconComponent;
}

const upload: Entry = { word: 'upload', href: paths.courses, icon: Upload };
const selection: Entry = { word: 'selection', href: paths.selection, icon: ListChecks };
const record: Entry = { word: 'handInRecord', href: paths.handIns, icon: PackageCheck };
const certification: Entry = { word: 'certification', href: paths.certification, icon: Stamp };
const handIn: Entry = { word: 'handIn', href: paths.handInDesk, icon: Send };
const calendar: Entry = { word: 'calendar', href: paths.calendar, icon: Calendar };

/** The manual's tree; `courseRecord` entries stand under 課程學習紀錄. */
const TREE: Record<Role, { courseRecord: Entry[]; others: Entry[] }> = {
  student: { courseRecord: [upload, selection], others: [record] },
  teacher: { courseRecord: [], others: [certification] },
  administrator: { courseRecord: [], others: [certification, handIn, record, calendar] },
  operator: { courseRecord: [], others: [] },
};

/** At the left of a desk, at the bottom of a phone: the same links in the same order. */
export function Navigation() {
  const session = useSignedIn();
  const tree = () => TREE[session().person.role];
  return (
    <nav class="nav" aria-label={text().shell.mainNavigation}>
      <ul class="nav__list">
        <Show when={tree().courseRecord.length > 0}>
          <li class="nav__group">
            <span class="nav__heading">{text().navigation.courseRecord}</span>
            <ul class="nav__sub">
              <For each={tree().courseRecord}>{(entry) => <Item entry={entry} />}</For>
            </ul>
          </li>
        </Show>
        <For each={tree().others}>{(entry) => <Item entry={entry} />}</For>
      </ul>
    </nav>
  );
}

function Item(props: { entry: Entry }) {
  return (
    <li class="nav__item">
      <A class="nav__link" activeClass="nav__link--here" href={props.entry.href}>
        <Dynamic component={props.entry.icon} class="icon" aria-hidden="true" />
        <span class="nav__word">{text().navigation[props.entry.word]}</span>
      </A>
    </li>
  );
}
