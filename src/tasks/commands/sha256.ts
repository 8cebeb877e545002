import { createHash } from "node:crypto";

/** In hexadecimal: by it a result says what exactly it was measured on. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
