import { expect, it } from "vitest";
import { processorTime } from "../../../../test/processorTime.ts";
import { cleanLine } from "./editLine.ts";

it.each([
  ["- The lamp is lit.", "The lamp is lit."],
  ["  1. **Implication 2:** The *old* lamp.", "The old lamp."],
  ["> - ## Facts: `lit`", "lit"],
  ["1.“Lit at dusk.”", "Lit at dusk."],
  ["**2) Fact: __Lit.__**", "Lit."],
  ["The – lamp", "The – lamp"],
])("%j → %j", (line, clean) => expect(cleanLine(line)).toBe(clean));

it("takes as long for a line as the line is long", () => {
  const started = processorTime();
  for (const part of ["- ", "1. ", "# ", "fact: ", "* ", "** ", " ", "`", "1.*"]) {
    const line = `${part.repeat(400_000)}x`;
    cleanLine(line);
    cleanLine(`fact${line}`);
  }
  expect(processorTime() - started).toBeLessThan(10_000);
});
