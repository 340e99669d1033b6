import { createHash } from 'node:crypto';
import { jpeg, mp4, pdf } from '@licheng/testing';

export const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

export const pdfFile = (name: string, sizeBytes = 60_000) => ({
  name,
  mimeType: 'application/pdf',
  buffer: pdf({ sizeBytes }),
});

export const mp4File = async (name: string) => ({ name, mimeType: 'video/mp4', buffer: await mp4() });

export const jpegFile = async (name: string) => ({ name, mimeType: 'image/jpeg', buffer: await jpeg() });
