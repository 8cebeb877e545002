import { MAX_FILE_CHARACTERS } from "../importArc.ts";
import { importPuzzleText, type PuzzleImport } from "./importPuzzles.ts";

/** After so long a site counts as silent, in milliseconds. */
const PATIENCE = 20_000;

/** Whether a text is nothing but a web address. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim()) && URL.canParse(text.trim());
}

/** ARC JSON at a web address; `fetch` is asked without cookies. Never throws: what is wrong is said in words. */
export async function importPuzzleUrl(address: string, ask: typeof fetch = fetch): Promise<PuzzleImport> {
  if (!isWebAddress(address)) {
    return failed(
      `“${address.trim().slice(0, 80)}” is no web address.`,
      "Give one that begins with https://.",
    );
  }
  const url = new URL(address.trim());
  const name = decoded(url.pathname.split("/").at(-1) ?? "").replace(/\.json$/i, "") || url.hostname;
  try {
    const response = await ask(url, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) {
      return failed(`${url.hostname} answers ${response.status} for “${name}”.`, "Check the address.");
    }
    const text = await readWithin(response, 4 * MAX_FILE_CHARACTERS);
    return text === null
      ? failed(`“${name}” is too large to be ARC tasks.`, "Give a smaller file.")
      : importPuzzleText(text, name);
  } catch (error) {
    const isSilent = error instanceof DOMException && error.name === "TimeoutError";
    return failed(
      isSilent
        ? `${url.hostname} did not answer within ${PATIENCE / 1000} seconds.`
        : `${url.hostname} could not be read: it cannot be reached, or does not let other pages read its files.`,
      "Download the file and choose it here.",
    );
  }
}

/** A part of an address as it is read; as it stands where its escapes are malformed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function failed(problem: string, advice: string): PuzzleImport {
  return { ok: false, problem: `${problem} ${advice}` };
}

/** The text of a response; null as soon as it turns out to have more bytes. */
async function readWithin(response: Response, most: number): Promise<string | null> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    if (text.length > most) {
      await reader.cancel();
      return null;
    }
  }
  return text;
}
