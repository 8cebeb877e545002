import { expect, it } from "vitest";
import { FAKE_MEASUREMENT } from "../../../test/fakeModel.ts";
import { tableMarkdown } from "../share/markdown.ts";
import { measurementTable } from "./measurementTable.ts";

it("names what was measured and on what, and nothing that is not known", () => {
  const { caption, head, rows, facts } = measurementTable(FAKE_MEASUREMENT);
  expect(caption).toBe("Fake on WebAssembly");
  expect(head).toEqual(["What", "Tokens/s"]);
  expect(rows).toEqual([
    ["Training", "100"],
    ["Decoding one", "60"],
    ["Decoding 8 together", "110"],
  ]);
  expect(facts.map(([name]) => name)).toEqual(["Training step", "Threads", "Memory held"]);
});

it("says on a GPU how many times as fast as TensorFlow.js's own operations it is", () => {
  const gpu = { backend: "webgpu", device: "Some | GPU", threads: null, dispatches: 2228 };
  const plain = { training: 40, alone: 6, together: 110 };
  const { caption, head, rows, facts } = measurementTable({ ...FAKE_MEASUREMENT, ...gpu, plain });
  expect(rows.map((row) => row.at(-1))).toEqual(["2.5", "10.0", "1.0"]);
  const text = tableMarkdown({ name: caption, head, rows: [...rows, ...facts] });
  expect(text).toContain("| Decoding one | 60 | 6.0 | 10.0 |");
  expect(text).toContain("| GPU | Some \\| GPU |  |  |");
  expect(text).toContain("| Dispatches a training step | 2,228 |");
});
