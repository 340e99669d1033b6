import type { Transaction } from '@licheng/database';
import type { OutcomeStore } from '../application/ports.ts';
import { outcomeFacts } from './outcome-facts.ts';
import { outcomeReads } from './outcome-reads.ts';
import { outcomeWrites } from './outcome-writes.ts';

export function outcomeStore(tx: Transaction, institutionId: string): OutcomeStore {
  return {
    ...outcomeReads(tx, institutionId),
    ...outcomeWrites(tx, institutionId),
    ...outcomeFacts(tx, institutionId),
  };
}
