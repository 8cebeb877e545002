import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { nodeFileSource } from "../../../scripts/nodeFileSource.ts";
import { ggufFile } from "../../../test/checkpointBytes.ts";
import type { NamedSource } from "../byteSource.ts";
import { loadCheckpoint } from "../loadCheckpoint.ts";
import { readGgufParts } from "./gguf.ts";

const FOLDER = fileURLToPath(new URL("../../../test/fixtures/checkpoints/", import.meta.url));
const load = (files: readonly NamedSource[]) => loadCheckpoint({ kind: "files", name: "test", files });

describe("a split GGUF", () => {
  const part = (index: number, count: number, tensor: string) =>
    ggufFile(
      {
        entries: {
          "split.no": { type: "u32", value: index },
          "split.count": { type: "u32", value: count },
          ...(index === 0 ? { "general.name": { type: "string", value: "whole" } } : {}),
        },
        tensors: [{ name: tensor, dimensions: [4, 2], type: 0, data: new Uint8Array(32) }],
      },
      `m-0000${index + 1}-of-0000${count}.gguf`,
    );

  test("is one model: the first part's metadata, the tensors of all", async () => {
    const { metadata, tensors } = await readGgufParts([part(0, 2, "a"), part(1, 2, "b")]);
    expect(metadata.string("general.name")).toBe("whole");
    expect([...tensors].map(([name, { file }]) => [name, file])).toEqual([
      ["a", "m-00001-of-00002.gguf"],
      ["b", "m-00002-of-00002.gguf"],
    ]);
  });

  test("is refused where parts lack, or are of different models, or say a thing twice", async () => {
    await expect(readGgufParts([part(0, 3, "a"), part(1, 3, "b")])).rejects.toThrow(
      "is one of 3 parts of a model",
    );
    await expect(readGgufParts([part(0, 2, "a"), part(1, 3, "b")])).rejects.toThrow(
      "is not part 2 of this model",
    );
    await expect(readGgufParts([part(1, 2, "a"), part(0, 2, "b")])).rejects.toThrow(
      "is not part 1 of this model",
    );
    await expect(readGgufParts([part(0, 2, "a"), part(1, 2, "a")])).rejects.toThrow("holds a again");
  });

  test("loads from files in any order", async () => {
    const whole = await nodeFileSource(`${FOLDER}qwen3.gguf`);
    const loaded = await load([whole]);
    expect((await load([{ ...whole, name: "qwen3-00001-of-00001.gguf" }])).hash).toBe(loaded.hash);
  });
});
