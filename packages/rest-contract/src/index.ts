export * from './problem.ts';
export * from './requests.ts';
export type * from './resources.ts';
