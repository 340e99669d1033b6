import type { Role } from '@licheng/portfolio-rules';
import { A, useLocation } from '@solidjs/router';
import Calendar from 'lucide-solid/icons/calendar';
import House from 'lucide-solid/icons/house';
import ListChecks from 'lucide-solid/icons/list-checks';
import PackageCheck from 'lucide-solid/icons/package-check';
import Send from 'lucide-solid/icons/send';
import Stamp from 'lucide-solid/icons/stamp';
import Upload from 'lucide-solid/icons/upload';
import UserRoundCheck from 'lucide-solid/icons/user-round-check';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useSignedIn } from '../api/signed-in.tsx';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import type { IconComponent } from '../ui/badge.tsx';
import './navigation.css';

interface Entry {
  word: () => string;
  href: string;
  icon: IconComponent;
  /** Pages that belong to it beside those below its own address. */
  also?: readonly string[];
}

const home: Entry = { word: () => text().home.nav, href: paths.home, icon: House };
const upload: Entry = {
  word: () => text().navigation.upload,
  href: paths.courses,
  icon: Upload,
  also: [paths.outcome(''), paths.receipt('')],
};
const selection: Entry = { word: () => text().navigation.selection, href: paths.selection, icon: ListChecks };
const record: Entry = { word: () => text().navigation.handInRecord, href: paths.handIns, icon: PackageCheck };
const certification: Entry = { word: () => text().navigation.certification, href: paths.certification, icon: Stamp };
const deputies: Entry = { word: () => text().navigation.deputies, href: paths.deputies, icon: UserRoundCheck };
const handIn: Entry = { word: () => text().navigation.handIn, href: paths.handInDesk, icon: Send };
const calendar: Entry = { word: () => text().navigation.calendar, href: paths.calendar, icon: Calendar };

/** The manual's tree; `courseRecord` entries stand under 課程學習紀錄. */
const TREE: Record<Role, { first: Entry[]; courseRecord: Entry[]; others: Entry[] }> = {
  student: { first: [home], courseRecord: [upload, selection], others: [record] },
  teacher: { first: [], courseRecord: [], others: [certification] },
  administrator: { first: [], courseRecord: [], others: [certification, handIn, record, calendar, deputies] },
  operator: { first: [], courseRecord: [], others: [] },
};

/** At the left of a desk, at the bottom of a phone: the same links in the same order. */
export function Navigation() {
  const session = useSignedIn();
  const tree = () => TREE[session().person.role];
  return (
    <nav class="nav" aria-label={text().shell.mainNavigation}>
      <ul class="nav__list">
        <For each={tree().first}>{(entry) => <Item entry={entry} />}</For>
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
  const location = useLocation();
  const isHere = () => props.entry.also?.some((start) => location.pathname.startsWith(start)) === true;
  return (
    <li class="nav__item">
      <A
        class="nav__link"
        activeClass="nav__link--here"
        classList={isHere() ? { 'nav__link--here': true } : {}}
        href={props.entry.href}
        end={props.entry.href === paths.home}
      >
        <Dynamic component={props.entry.icon} class="icon" aria-hidden="true" />
        <span class="nav__word">{props.entry.word()}</span>
      </A>
    </li>
  );
}
