export { createBroker, type TakenMessage, type TestBroker } from './broker.ts';
export { createDatabase, type TestDatabase, type TestDatabaseOptions } from './database.ts';
export { executable, jpeg, mp3, mp4, png } from './fixtures/media.ts';
export { pdf, type PdfOptions, pdfWithEicar } from './fixtures/pdf.ts';
export { bytes } from './fixtures/random-bytes.ts';
export { type Issuer, type TestKeys, testKeys } from './keys.ts';
export { createRedis, type TestRedis } from './redis.ts';
export { type RunningTestPlatform, startTestPlatform, type TestPlatform, testPlatform } from './test-platform.ts';
export { TestClock, waitUntil } from './time.ts';
