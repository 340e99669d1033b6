import type { ListHoldingsResponse } from '@licheng/contracts/central';
import type { HoldingListResource } from '@licheng/rest-contract';
import { instant } from './instants.ts';

export const toHoldingList = ({ holdings }: ListHoldingsResponse): HoldingListResource => ({
  holdings: holdings.map(({ receivedAt, ...holding }) => ({ ...holding, receivedAt: instant(receivedAt) })),
});
