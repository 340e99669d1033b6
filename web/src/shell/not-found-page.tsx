import { A } from '@solidjs/router';
import FileText from 'lucide-solid/icons/file-text';
import { createEffect } from 'solid-js';
import { paths } from '../paths.ts';
import { text } from '../text/text.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export function NotFoundPage() {
  createEffect(() => {
    document.title = `${text().notFound.title} · ${text().product.name}`;
  });
  return (
    <EmptyState icon={FileText} level={1} title={text().notFound.title} body={text().notFound.body}>
      <A class="button" href={paths.home}>
        {text().notFound.home}
      </A>
    </EmptyState>
  );
}
