import fc from "fast-check";
import { expect, test } from "vitest";
import { byteTokenizer } from "../../test/tinyModel.ts";
import { TextStream } from "./textStream.ts";

const tokenizer = byteTokenizer();
const pieces = (text: string, stop: string[]) => {
  const stream = new TextStream(tokenizer, stop);
  const out: string[] = [];
  for (const token of tokenizer.encode(text)) {
    out.push(stream.push(token));
    if (stream.stopped) break;
  }
  return { out: [...out, stream.end()], stopped: stream.stopped };
};

test("gives whole characters only", () => {
  expect(pieces("aé🌳", []).out).toEqual(["a", "", "é", "", "", "", "🌳", ""]);
});

test("drops a character cut off at the end", () => {
  const stream = new TextStream(tokenizer, []);
  for (const token of tokenizer.encode("ok🌳").slice(0, -1)) stream.push(token);
  expect(stream.end()).toBe("");
});

test("holds back what may begin a stop string, and gives it when it does not", () => {
  expect(pieces("x\n\ny", ["\n\n\n"]).out).toEqual(["x", "", "", "\n\ny", ""]);
  expect(pieces("x\n\n", ["\n\n\n"]).out).toEqual(["x", "", "", "\n\n"]);
});

test("ends before the first stop string", () => {
  expect(pieces("one. Two", ["Two", ". "])).toEqual({ out: ["o", "n", "e", "", "", ""], stopped: true });
});

test("in sum, always the text before the first stop string", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "🌳"), maxLength: 12 });
  const stops = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é"), minLength: 1, maxLength: 3 }), {
    maxLength: 2,
  });
  fc.assert(
    fc.property(letters, stops, (text, stop) => {
      // The earliest end of any stop string decides, as the text arrives letter by letter.
      let expected = text;
      for (let end = 1; end <= text.length; end++) {
        const found = stop.map((string) => text.slice(0, end).indexOf(string)).filter((index) => index >= 0);
        if (found.length === 0) continue;
        expected = text.slice(0, Math.min(...found));
        break;
      }
      expect(pieces(text, stop).out.join("")).toBe(expected);
    }),
  );
});
