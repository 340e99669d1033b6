export { Database, type DatabaseOptions, type Transaction } from './database.ts';
export { applyMigrations, type MigrationOptions } from './migrations.ts';
export { isRetryable, isUnavailable } from './failures.ts';
export { prismaTransaction } from './prisma-transaction.ts';
