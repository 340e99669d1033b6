export * from './calendar.ts';
export * from './certification.ts';
export * from './courses.ts';
export * from './hand-ins.ts';
export * from './notices.ts';
export * from './outcomes.ts';
export * from './receipts.ts';
export * from './session.ts';
export { components, named, problem, type Instant, type Problem } from './schema.ts';
