/** Entry of an agent's worker: takes what the page says, and passes on what the session answers. */
import { Session } from './session.ts';
import { scope } from './scope.ts';
import { settingsTable } from './table.ts';

const session = new Session((message) => scope.postMessage(message));
scope.onmessage = ({ data }) => session.receive(data);
scope.postMessage({ type: 'ready', table: settingsTable() });
