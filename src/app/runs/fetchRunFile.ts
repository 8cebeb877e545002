import { fetchForeign } from "../../protocol/fetchForeign.ts";
import { checkLogSize, type RunFile } from "../../runs/runFile.ts";
import { readRunBlob } from "./readRunBlob.ts";

/** After so long a site counts as silent, in milliseconds. */
const PATIENCE = 30_000;

/**
 * The file of a run at an address, asked for without cookies and without saying who asks; left as soon as it turns out
 * to be too large.
 *
 * @throws PlaygroundError "bad-input" or "download-failed"
 */
export async function fetchRunFile(
  address: string,
  ask: typeof fetch = fetch,
): Promise<{ file: RunFile; message: string }> {
  const { hostname } = new URL(address);
  const request = {
    patience: PATIENCE,
    what: "the recorded run",
    advice: "Download the file and drop it on the page.",
    ask,
    more: { referrerPolicy: "no-referrer" } as const,
  };
  const blob = await fetchForeign(address, request, readWithin);
  const size = new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(Math.ceil(blob.size / 1000));
  return { file: await readRunBlob(blob), message: `A recorded run of ${size} kB from ${hostname}.` };
}

/** Left as soon as it turns out to be too large. */
async function readWithin(response: Response): Promise<Blob> {
  checkLogSize(Number(response.headers.get("content-length") ?? 0));
  const reader = response.body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    checkLogSize(size);
  }
  return new Blob(chunks);
}
