import type { BrokerDefinitions } from '@licheng/local-platform';

export const vhostPoolSize = 100;

/** A virtual host per test file, made at boot: making one later costs a second each. */
export function vhostPool(): BrokerDefinitions {
  return { vhosts: Array.from({ length: vhostPoolSize }, (_, index) => ({ name: `t${index}` })) };
}
