export * from './errors.ts';
export * from './files.ts';
export * from './outcome.ts';
export * from './summary.ts';
export * from './calendar.ts';
