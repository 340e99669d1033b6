import type { CreatePreviewLinksResponse } from '@licheng/contracts/course-record';
import type { PreviewResource } from '@licheng/rest-contract';

/** Only documents are drawn page by page; pictures, sound and film are shown as they are. */
const WITH_PAGES: ReadonlySet<string> = new Set(['application/pdf']);

export const hasPages = (mediaType: string): boolean => WITH_PAGES.has(mediaType);

export const toDocumentPreview = ({ state, pageCount, pagePaths }: CreatePreviewLinksResponse): PreviewResource => ({
  state: state as PreviewResource['state'],
  pageCount,
  pages: pagePaths,
});
