import type { PreviewResource } from '@licheng/rest-contract';
import { keys, previewQuery, queryClient } from '../../api/queries.ts';

/** What a preview needs of a file; the file resources of outcomes, versions and cases all have it. */
export interface PreviewFile {
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  /** Null until the check has passed. */
  href: string | null;
  thumbnailHref: string | null;
  previewHref: string | null;
}

const FIRST_ASK_MS = 1_500;
const SLOWEST_ASK_MS = 8_000;

interface QueryState {
  state: { data?: PreviewResource | undefined; dataUpdateCount: number };
}

/** Asked again while the pages are being drawn, less and less often; the pages that are shown stay until a link runs out. */
export const pagesQuery = (previewHref: string) => ({
  ...previewQuery(previewHref),
  refetchOnWindowFocus: false,
  refetchInterval: (query: QueryState) =>
    query.state.data?.state === 'pending'
      ? Math.min(SLOWEST_ASK_MS, FIRST_ASK_MS * 1.3 ** query.state.dataUpdateCount)
      : (false as const),
});

/** Fetches what the first look at a file needs, so that opening it later shows it at once. */
export async function prefetchPreview(file: PreviewFile): Promise<void> {
  if (file.previewHref !== null) {
    await queryClient.prefetchQuery(pagesQuery(file.previewHref));
    const first = queryClient.getQueryData<PreviewResource>(keys.preview(file.previewHref))?.pages[0];
    if (first !== undefined) new Image().src = first;
  } else if (file.href !== null && file.mediaType.startsWith('image/')) {
    new Image().src = file.href;
  }
}
