import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { checkLogSize, type RunFile, readRunFile } from "../../runs/runFile.ts";

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
  const text = await textAt(address, ask);
  const { hostname } = new URL(address);
  const size = new Intl.NumberFormat("en", { maximumFractionDigits: 0 }).format(
    Math.ceil(text.length / 1000),
  );
  return { file: readRunFile(text), message: `A recorded run of ${size} kB from ${hostname}.` };
}

async function textAt(address: string, ask: typeof fetch): Promise<string> {
  const { hostname } = new URL(address);
  try {
    const response = await ask(address, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) {
      throw new PlaygroundError(
        "download-failed",
        `${hostname} answers ${response.status} for the recorded run.`,
        "Check the address.",
      );
    }
    checkLogSize(Number(response.headers.get("content-length") ?? 0));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      checkLogSize(text.length);
    }
    return text;
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    const isSilent = cause instanceof DOMException && cause.name === "TimeoutError";
    throw new PlaygroundError(
      "download-failed",
      isSilent
        ? `${hostname} did not answer within ${PATIENCE / 1000} seconds.`
        : `${hostname} could not be read: it cannot be reached, or does not let other pages read its files.`,
      "Download the file and drop it on the page.",
      { cause },
    );
  }
}
