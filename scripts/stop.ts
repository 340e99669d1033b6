// npm run stop: ends the running system, and what a killed one left behind.
import { join } from 'node:path';
import { endLeftovers, endProcess } from '@licheng/local-platform';
import { root } from './run.ts';
import { readState, removeState, runningState } from './state.ts';
import { endForgottenServices } from './system.ts';

const dataDir = join(root, '.licheng');

const running = runningState(dataDir);
if (running) {
  console.log(`stopping process ${running.supervisor.pid} and all it started`);
  await endProcess(running.supervisor, [['SIGTERM', 90_000]]);
} else {
  const left = readState(dataDir);
  console.log(left ? 'the supervisor is gone; ending what it left behind' : 'nothing is running');
}
// Nothing to do after an orderly end.
await endForgottenServices(dataDir);
await endLeftovers(dataDir);
removeState(dataDir);
if (running) console.log('stopped');
