// Everything of the console that runs in the browser, but for the editor. Every page works without it, except the live tail.
import htmx from 'htmx.org';
import 'htmx-ext-sse';
import { configure } from './requests.js';
import { showProgress } from './progress.js';
import { enableTail } from './tail.js';
import { submitOnChange } from './forms.js';
import { lightLines } from './lines.js';
import { copyOnClick } from './copy.js';
import { enableShortcuts } from './shortcuts.js';
import { tellZone } from './zone.js';

configure(htmx);
showProgress(document);
submitOnChange(document);
lightLines(document);
copyOnClick(document);
enableShortcuts(document);
tellZone(document);
enableTail(document, htmx);
