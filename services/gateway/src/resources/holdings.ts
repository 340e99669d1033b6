import type { ListHoldingsResponse } from '@licheng/contracts/central';
import { instant } from './instants.ts';

/** GET /central/holdings: what the reference consumer says it has. */
export const toHoldingList = ({ holdings }: ListHoldingsResponse) => ({
  holdings: holdings.map(({ receivedAt, ...holding }) => ({ ...holding, receivedAt: instant(receivedAt) })),
});
