import { PlaygroundError } from "../protocol/playgroundError.ts";
import { FAMILY_NAMES } from "./families.ts";
import { QUANT_TYPE_NAMES } from "./gguf/quantTypes.ts";

/** What can be read, in words; from the very tables that the readers use. */
export const SUPPORTED = `${FAMILY_NAMES} as safetensors (F32, F16, BF16) or GGUF (${QUANT_TYPE_NAMES})`;

const DOWNLOAD_AGAIN = "Download the file again from where it is published, or choose another model.";
const ASK_ITS_MAKER =
  "Another download would be the same: export it again with the program that made it, or choose another model.";

/** Fewer bytes than there should be, or bytes that cannot be: what a new download mends. */
export function damaged(message: string, cause?: unknown): PlaygroundError {
  return badCheckpoint(message, DOWNLOAD_AGAIN, cause);
}

/** The files are whole, but do not say what a model needs, or contradict each other. */
export function badCheckpoint(message: string, advice = ASK_ITS_MAKER, cause?: unknown): PlaygroundError {
  return new PlaygroundError("bad-checkpoint", message, advice, cause === undefined ? {} : { cause });
}

/** The file may be fine, but this engine does not run what is in it. */
export function unsupported(message: string, advice = `Choose a model of ${SUPPORTED}.`): PlaygroundError {
  return new PlaygroundError("unsupported", message, advice);
}
