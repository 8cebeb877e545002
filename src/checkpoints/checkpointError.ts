import { PlaygroundError } from "../protocol/playgroundError.ts";

const DOWNLOAD_AGAIN = "Download the file again from where the model is published, or choose another model.";
const CHOOSE_ANOTHER =
  "Choose a model of the Llama, Qwen2 or Qwen3 family as safetensors (F32, F16, BF16) or GGUF (F32, F16, BF16, Q8_0, Q6_K, Q5_0, Q5_1, Q4_0, Q4_1, Q4_K).";

/** The file is not what it claims to be: cut off, inconsistent, or of another format. */
export function badCheckpoint(message: string, advice = DOWNLOAD_AGAIN, cause?: unknown): PlaygroundError {
  return new PlaygroundError("bad-checkpoint", message, advice, cause === undefined ? {} : { cause });
}

/** The file may be fine, but this engine does not run what is in it. */
export function unsupported(message: string, advice = CHOOSE_ANOTHER): PlaygroundError {
  return new PlaygroundError("unsupported", message, advice);
}
