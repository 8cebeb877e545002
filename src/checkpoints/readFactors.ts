import { TokenFactors } from "../nn/tokenFactors.ts";
import { badCheckpoint, unsupported } from "./checkpointError.ts";
import type { TensorIndex } from "./tensorFile.ts";

/** What a checkpoint calls the table of its tokens' factors: I16, `[tokens, factors of a token]`, -1 for none. */
export const FACTORS_NAME = "model.embed_tokens.factors";

/**
 * Reads which factors each token's embedding is the sum of; see `TokenFactors`.
 * Rejects with "bad-checkpoint" where the table is missing, damaged, or names a factor that is not there.
 */
export async function readFactors(
  tensors: TensorIndex,
  vocabSize: number,
  { count, perToken }: { count: number; perToken: number },
): Promise<TokenFactors> {
  const tensor = tensors.get(FACTORS_NAME);
  if (!tensor) throw badCheckpoint(`The checkpoint lacks the tensor ${FACTORS_NAME}.`);
  const { file, shape, type, offset, source } = tensor;
  if (shape.length !== 2 || shape[0] !== vocabSize || shape[1] !== perToken) {
    throw badCheckpoint(
      `${file}: ${FACTORS_NAME} has the shape [${shape}] where the configuration asks for [${vocabSize},${perToken}].`,
    );
  }
  if (type !== "I16") throw unsupported(`${file}: ${FACTORS_NAME} is stored as ${type}, not as I16.`);
  const length = 2 * vocabSize * perToken;
  if (tensor.length !== length || offset + length > source.size) {
    throw badCheckpoint(`${file} is cut off or damaged: ${FACTORS_NAME} takes ${length} bytes.`);
  }
  const bytes = await source.read(offset, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const table = Int32Array.from({ length: vocabSize * perToken }, (_, i) => view.getInt16(2 * i, true));
  const wrong = table.findIndex((factor) => factor < -1 || factor >= count);
  if (wrong >= 0) {
    throw badCheckpoint(
      `${file}: ${FACTORS_NAME} names factor ${table[wrong]} for token ${Math.floor(wrong / perToken)}, and there are ${count}.`,
    );
  }
  return new TokenFactors(perToken, table);
}
