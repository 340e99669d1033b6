import { fileURLToPath } from 'node:url';

/** The same program again, as the child that opens pictures: one file to ship, also when it is bundled. */
const IMAGE_CHILD = 'image-child';

if (process.argv[2] === IMAGE_CHILD) {
  const { serveImages } = await import('./adapters/image-child.ts');
  await serveImages();
} else {
  const [{ runService }, { readConfig }, { start }] = await Promise.all([
    import('@licheng/service-kit'),
    import('./config.ts'),
    import('./wiring.ts'),
  ]);
  void runService(async () => (await start(readConfig(), [fileURLToPath(import.meta.url), IMAGE_CHILD])).parts);
}
