/** A server on loopback for files in memory. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageFiles } from './build.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  gif: 'image/gif',
};

export interface Served {
  /** `http://127.0.0.1:41234/` */
  readonly url: string;
  readonly close: () => void;
}

/**
 * Serves files on a free port, or on the one that is asked for.
 *
 * @param path  where the files are, such as `/a/b/`
 * @param onRequest called with the path of each request
 * @throws the system's error if the port is taken
 */
export async function serve(
  files: PageFiles,
  {
    port = 0,
    path = '/',
    onRequest,
  }: { port?: number; path?: string; onRequest?: (path: string) => void } = {},
): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const asked = (request.url ?? '/').replace(/[?#].*/, '');
    onRequest?.(asked);
    const name =
      asked === path ? 'index.html' : asked.startsWith(path) ? asked.slice(path.length) : '';
    const file = files.get(name);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!file || !isRead) {
      response.writeHead(isRead ? 404 : 405).end();
      return;
    }
    const type = TYPES[name.replace(/^.*\./, '')];
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(file);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: used } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${used}${path}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
