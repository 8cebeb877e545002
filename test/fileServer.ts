import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface FileServer {
  /** Address of the file. */
  url: string;
  /** The `Range` header of each request so far ("" = none). */
  ranges: string[];
  close(): Promise<void>;
}

/**
 * A server on this machine with one file. `misbehave` sees every request first, with its number (from 0),
 * and returns true if it has answered it.
 */
export async function serveFile(
  file: Uint8Array,
  misbehave: (request: number, response: ServerResponse, start: number) => boolean = () => false,
): Promise<FileServer> {
  const ranges: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const range = request.headers.range ?? "";
    const start = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
    ranges.push(range);
    if (misbehave(ranges.length - 1, response, start)) return;
    if (start >= file.length && start > 0) {
      response.writeHead(416).end();
      return;
    }
    const headers = { "content-length": file.length - start };
    if (range)
      response.writeHead(206, {
        ...headers,
        "content-range": `bytes ${start}-${file.length - 1}/${file.length}`,
      });
    else response.writeHead(200, headers);
    response.end(file.subarray(start));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  return {
    url: `http://127.0.0.1:${address.port}/model.safetensors`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
