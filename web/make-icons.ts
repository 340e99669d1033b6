// node web/make-icons.ts: draws the icons of the installed app from public/icon.svg. Run it when the drawing changes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, 'public');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');
// Launchers cut their own shape out of these: the ground reaches the edge; the sheet of paper lies within the inner 80 %.
const ground = drawing.replace('rx="7"', '');

async function draw(svg: string, pixels: number, name: string): Promise<void> {
  await sharp(Buffer.from(svg), { density: (72 * pixels) / 32 })
    .resize(pixels, pixels)
    .png({ palette: true, compressionLevel: 9 })
    .toFile(join(folder, 'icons', name));
}

await draw(drawing, 192, 'icon-192.png');
await draw(drawing, 512, 'icon-512.png');
await draw(ground, 512, 'maskable-512.png');
await draw(ground, 180, 'apple-touch-180.png');
