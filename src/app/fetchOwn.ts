import { PlaygroundError } from "../protocol/playgroundError.ts";
import { withTimeLimit } from "../protocol/timeLimit.ts";

/** After so long the page's own server counts as silent. */
const PATIENCE_MS = 30_000;

/**
 * A file that comes with the page.
 *
 * @param path relative to the page
 * @param what it is, as people are told where it cannot be had: "The recorded run"
 * @throws PlaygroundError "download-failed"
 */
export async function fetchOwn(path: string, what: string): Promise<Response> {
  const failed = (cause: unknown) =>
    new PlaygroundError(
      "download-failed",
      `${what} could not be fetched.`,
      "Check the network and try again.",
      { cause },
    );
  const answer = fetch(new URL(path, document.baseURI));
  const silent = () => new Error("The server does not answer.");
  const response = await withTimeLimit(answer, PATIENCE_MS, silent).catch((cause: unknown) => {
    throw failed(cause);
  });
  if (!response.ok) throw failed(`${response.status}`);
  return response;
}
