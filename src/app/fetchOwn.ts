import { PlaygroundError } from "../protocol/playgroundError.ts";

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
  const response = await fetch(new URL(path, document.baseURI)).catch((cause: unknown) => {
    throw failed(cause);
  });
  if (!response.ok) throw failed(`${response.status}`);
  return response;
}
