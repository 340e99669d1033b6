export { ERROR_TITLES, LANGUAGES, type Language, type Words, languageFor } from './error-titles.ts';
export { API_OPERATIONS, type OperationId, type Operations } from './operations/index.ts';
export { type Answer, type OperationDefinition, TAGS, errorCodesOf, mayBeNothing } from './operations/operation.ts';
export { HTTP_STATUS, problemOf } from './problem.ts';
export * from './resources/index.ts';
