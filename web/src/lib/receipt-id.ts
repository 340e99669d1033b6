/** The receipt an address of the API leads to. */
export function receiptIdOf(receiptHref: string): string {
  return receiptHref.slice(receiptHref.lastIndexOf('/') + 1);
}
