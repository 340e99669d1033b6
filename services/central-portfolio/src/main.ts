import { runService } from '@licheng/service-kit';
import { readConfig } from './config.ts';
import { start } from './wiring.ts';

void runService(async () => (await start(readConfig())).parts);
