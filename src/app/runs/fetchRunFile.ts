import { fetchForeign } from "../../protocol/fetchForeign.ts";
import { checkLogSize, type RunFile } from "../../runs/runFile.ts";
import { readRunBlob } from "./readRunBlob.ts";

/** After so long without a byte a site counts as silent, in milliseconds. */
const PATIENCE = 30_000;

/**
 * The file of a run at an address, asked for without cookies and without saying who asks; left as soon as it turns out
 * to be too large.
 *
 * @throws PlaygroundError "bad-input", "download-failed" or "cancelled"
 */
export async function fetchRunFile(
  address: string,
  signal?: AbortSignal,
  ask: typeof fetch = fetch,
): Promise<{ file: RunFile; message: string }> {
  const { hostname } = new URL(address);
  const blob = await fetchForeign(address, {
    patience: PATIENCE,
    what: "the recorded run",
    advice: "Download the file and drop it on the page.",
    ask,
    signal,
    more: { referrerPolicy: "no-referrer" },
    checkSize: checkLogSize,
  });
  const size = new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(Math.ceil(blob.size / 1000));
  return { file: await readRunBlob(blob, signal), message: `A recorded run of ${size} kB from ${hostname}.` };
}
