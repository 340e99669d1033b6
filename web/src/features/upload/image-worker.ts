import { type ImageRequest, makeJpeg } from './image-work.ts';

self.addEventListener('message', (event: MessageEvent<ImageRequest>) => {
  makeJpeg(event.data).then(
    (answer) => self.postMessage(answer, { transfer: [] }),
    // The page then tries by itself.
    () => self.postMessage(null, { transfer: [] }),
  );
});
