import { render } from 'solid-js/web';
import { queryClient } from './api/queries.ts';
import { connectSession } from './api/session.ts';
import { AppRoutes } from './routes.tsx';
import { reloadAfterUpdate } from './lib/reload-after-update.ts';
import { registerServiceWorker } from './shell/service-worker.ts';
import { restoreLanguage } from './text/text.ts';
import { restoreTheme } from './ui/theme.ts';
import './ui/tokens.css';
import './ui/base.css';

restoreTheme();
reloadAfterUpdate();
connectSession();
queryClient.mount();
registerServiceWorker();

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id app');

void restoreLanguage().then(() => render(() => <AppRoutes />, root));
