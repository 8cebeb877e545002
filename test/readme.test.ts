import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SUPPORTED } from "../src/checkpoints/checkpointError.ts";

test("README names the families and formats that can be read, as the refusals do", () => {
  const readme = readFileSync("README.md", "utf8").replace(/\s+/g, " ");
  expect(readme).toContain(SUPPORTED);
});
