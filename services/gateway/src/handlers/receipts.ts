import type { ServiceTokens } from '@licheng/service-kit';
import type { Handlers } from '../http/handler.ts';
import type { Peers } from '../peers.ts';
import { toReceipt, toReceiptKeys } from '../resources/receipts.ts';

const READ_ATTEMPTS = 2;

export const receiptHandlers = ({ courseRecord }: Peers, serviceTokens: ServiceTokens) =>
  ({
    getReceipt: async ({ params, read }) => toReceipt(await courseRecord.call('getReceipt', params, read)),

    // Whoever holds a receipt may check it, so nobody's name is asked.
    getReceiptKeys: async () => {
      const asked = { token: await serviceTokens.current(), attempts: READ_ATTEMPTS };
      return toReceiptKeys(await courseRecord.call('listReceiptKeys', {}, asked));
    },
  }) satisfies Partial<Handlers>;
