import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type FileServer, serveFile } from "../../../test/fileServer.ts";
import { createRandom } from "../../protocol/random.ts";
import { type DownloadRequest, download } from "./download.ts";
import { MemoryTarget } from "./memoryTarget.ts";

const random = createRandom(3);
const FILE = Uint8Array.from({ length: 300_000 }, () => random.below(256));
const SHA256 = createHash("sha256").update(FILE).digest("hex");

let server: FileServer;
afterEach(() => server.close());

type Misbehave = (request: number, response: ServerResponse, start: number) => boolean;

async function serve(misbehave?: Misbehave): Promise<void> {
  server = await serveFile(FILE, misbehave);
}

function request(changes: Partial<DownloadRequest> = {}): DownloadRequest {
  return {
    url: server.url,
    name: "model.safetensors",
    bytes: FILE.length,
    sha256: SHA256,
    stallMs: 10_000,
    attempts: 3,
    pauseMs: 5,
    ...changes,
  };
}

const contents = async (target: MemoryTarget) => Buffer.from(await target.read(0, target.size));

/** Sends the beginning of what was asked for and cuts the connection. */
const cutAfter = (length: number) => (response: ServerResponse, start: number) => {
  response.writeHead(start > 0 ? 206 : 200, {
    "content-length": FILE.length - start,
    ...(start > 0 ? { "content-range": `bytes ${start}-${FILE.length - 1}/${FILE.length}` } : {}),
  });
  response.write(FILE.subarray(start, start + length), () => setTimeout(() => response.destroy(), 20));
  return true;
};

test("brings the file, counts its bytes and returns its hash", async () => {
  await serve();
  const target = new MemoryTarget();
  const counts: [number, number][] = [];
  const hash = await download(request({ onBytes: (loaded, total) => counts.push([loaded, total]) }), target);
  expect(hash).toBe(SHA256);
  expect((await contents(target)).equals(FILE)).toBe(true);
  expect(counts[0]).toEqual([0, FILE.length]);
  expect(counts.at(-1)).toEqual([FILE.length, FILE.length]);
});

test("an unknown length and hash are found out", async () => {
  await serve();
  const totals: number[] = [];
  const target = new MemoryTarget();
  const onBytes = (_: number, total: number) => totals.push(total);
  expect(await download(request({ bytes: null, sha256: null, onBytes }), target)).toBe(SHA256);
  expect(totals[0]).toBe(FILE.length);
});

test("a broken connection is taken up where it broke", async () => {
  await serve((count, response, start) => count < 2 && cutAfter(100_000)(response, start));
  const target = new MemoryTarget();
  expect(await download(request(), target)).toBe(SHA256);
  expect((await contents(target)).equals(FILE)).toBe(true);
  expect(server.ranges).toEqual(["", "bytes=100000-", "bytes=200000-"]);
});

test("what an earlier visit has left is not fetched again", async () => {
  await serve();
  const target = new MemoryTarget();
  await target.append(FILE.slice(0, 250_000));
  expect(await download(request(), target)).toBe(SHA256);
  expect(server.ranges).toEqual(["bytes=250000-"]);
  const whole = new MemoryTarget();
  await whole.append(FILE.slice());
  expect(await download(request(), whole)).toBe(SHA256);
  expect(server.ranges.length).toBe(1);
});

test("without a hash to check, a beginning of unknown origin is dropped", async () => {
  await serve();
  const target = new MemoryTarget();
  await target.append(new Uint8Array(1000));
  expect(await download(request({ sha256: null }), target)).toBe(SHA256);
  expect(server.ranges).toEqual([""]);
});

test("a damaged beginning costs one more try, from the start", async () => {
  await serve();
  const target = new MemoryTarget();
  await target.append(new Uint8Array(1000));
  expect(await download(request(), target)).toBe(SHA256);
  expect(server.ranges).toEqual(["bytes=1000-", ""]);
});

test("a beginning longer than the file is dropped", async () => {
  await serve();
  const target = new MemoryTarget();
  await target.append(new Uint8Array(FILE.length + 5));
  expect(await download(request(), target)).toBe(SHA256);
});

test("a server without ranges is asked for the whole file", async () => {
  await serve((count, response, start) => {
    if (count === 0) return cutAfter(100_000)(response, start);
    response.writeHead(200, { "content-length": FILE.length }).end(FILE);
    return true;
  });
  const target = new MemoryTarget();
  expect(await download(request(), target)).toBe(SHA256);
  expect((await contents(target)).equals(FILE)).toBe(true);
});

test("a missing file is reported at once", async () => {
  await serve((_, response) => Boolean(response.writeHead(404).end()));
  await expect(download(request(), new MemoryTarget())).rejects.toMatchObject({
    kind: "download-failed",
    message: `model.safetensors is not at ${new URL(server.url).host} (404).`,
    advice: expect.stringContaining("choose another model"),
  });
  expect(server.ranges.length).toBe(1);
});

test("a file behind a licence says so", async () => {
  await serve((_, response) => Boolean(response.writeHead(401).end()));
  await expect(download(request(), new MemoryTarget())).rejects.toMatchObject({
    kind: "download-failed",
    message: expect.stringContaining("does not give model.safetensors without a login (401)."),
    advice: expect.stringContaining("Accept the model's licence"),
  });
});

test("a busy server is asked again, but not for ever", async () => {
  await serve((count, response) => count < 2 && Boolean(response.writeHead(503).end()));
  expect(await download(request(), new MemoryTarget())).toBe(SHA256);
  await server.close();
  await serve((_, response) => Boolean(response.writeHead(503).end()));
  await expect(download(request(), new MemoryTarget())).rejects.toMatchObject({
    kind: "download-failed",
    message: `model.safetensors: ${new URL(server.url).host} answered with the error 503.`,
    advice: expect.stringContaining("what has arrived is kept"),
  });
  expect(server.ranges.length).toBe(3);
});

test("a server that falls silent counts as stalled; what has arrived stays", async () => {
  await serve((_, response, start) => {
    response.writeHead(200, { "content-length": FILE.length - start });
    if (start === 0) response.write(FILE.subarray(0, 1000));
    return true;
  });
  const target = new MemoryTarget();
  await expect(download(request({ attempts: 2, stallMs: 300 }), target)).rejects.toMatchObject({
    kind: "download-failed",
    message: expect.stringMatching(
      /^model\.safetensors: nothing has arrived from 127\.0\.0\.1:\d+ for 0 seconds\.$/,
    ),
  });
});

test("a server that is not there", async () => {
  await serve();
  const { url } = server;
  await server.close();
  await expect(download(request({ url }), new MemoryTarget())).rejects.toMatchObject({
    kind: "download-failed",
    message: `model.safetensors: the connection to ${new URL(url).host} failed.`,
  });
});

test("another file than expected is refused and not kept", async () => {
  await serve();
  const target = new MemoryTarget();
  await expect(download(request({ sha256: "0".repeat(64) }), target)).rejects.toMatchObject({
    kind: "download-failed",
    message: `model.safetensors arrived changed: its SHA-256 is ${SHA256.slice(0, 12)}…, not 000000000000….`,
  });
  expect(target.size).toBe(0);
});

test("a page that is sent in the place of the file is refused, and the beginning of the file stays", async () => {
  await serve((_, response) => {
    response.writeHead(200, { "content-length": 5 }).end("<html");
    return true;
  });
  const target = new MemoryTarget();
  await target.append(new Uint8Array(FILE.subarray(0, 300)));
  await expect(download(request(), target)).rejects.toMatchObject({
    kind: "download-failed",
    message: `${new URL(server.url).host} sends 5 bytes as model.safetensors, which should have ${FILE.length}.`,
  });
  expect(target.size).toBe(300);
});

test("a longer file than expected is refused", async () => {
  // A server that does not say how long it is.
  await serve((_, response) => {
    response.writeHead(200);
    response.write(FILE.subarray(0, 500));
    response.end(FILE.subarray(500));
    return true;
  });
  await expect(download(request({ bytes: 1000 }), new MemoryTarget())).rejects.toMatchObject({
    kind: "download-failed",
    message: "model.safetensors is longer than the 1000 bytes it should have.",
  });
});

test.each(["before", "while it loads", "between tries"])("cancelled %s", async (when) => {
  const stop = new AbortController();
  await serve((_, response, start) => {
    if (when === "between tries") {
      setTimeout(() => stop.abort(), 20);
      return Boolean(response.writeHead(500).end());
    }
    return cutAfter(1000)(response, start);
  });
  if (when === "before") stop.abort();
  const onBytes = () => when === "while it loads" && stop.abort();
  const loading = download(request({ signal: stop.signal, onBytes, pauseMs: 10_000 }), new MemoryTarget());
  await expect(loading).rejects.toMatchObject({ kind: "cancelled" });
});
