import { fetchFile } from "../protocol/fetchFile.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";

/** After so long without a byte the page's own server counts as silent. */
const PATIENCE_MS = 30_000;

/**
 * A file that comes with the page.
 *
 * @param path relative to the page
 * @param what it is, as people are told where it cannot be had: "The recorded run"
 * @throws PlaygroundError "download-failed"
 */
export async function fetchOwn(path: string, what: string): Promise<Blob> {
  try {
    return await fetchFile(new URL(path, document.baseURI), {
      patience: PATIENCE_MS,
      ask: fetch,
      check({ ok, status }) {
        if (!ok) throw new Error(`The server answers ${status}.`);
      },
    });
  } catch (cause) {
    throw new PlaygroundError(
      "download-failed",
      `${what} could not be fetched.`,
      "Check the network and try again.",
      { cause },
    );
  }
}
