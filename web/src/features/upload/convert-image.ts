import { type ImageAnswer, type ImageRequest, makeJpeg } from './image-work.ts';

/** Off the page's thread where the browser can; a phone's photograph takes seconds to decode and encode. */
export async function convertImage(request: ImageRequest): Promise<ImageAnswer> {
  return (await inWorker(request)) ?? (await makeJpeg(request));
}

/** null where no worker can do it. */
async function inWorker(request: ImageRequest): Promise<ImageAnswer | null> {
  if (typeof Worker !== 'function' || typeof OffscreenCanvas !== 'function') return null;
  const worker = new Worker(new URL('./image-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<ImageAnswer | null>((resolve) => {
      worker.addEventListener('message', (event: MessageEvent<ImageAnswer | null>) => resolve(event.data));
      worker.addEventListener('error', () => resolve(null));
      worker.postMessage(request, []);
    });
  } finally {
    worker.terminate();
  }
}
