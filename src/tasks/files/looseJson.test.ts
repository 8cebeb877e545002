import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../test/processorTime.ts";
import { JsonFault } from "../../protocol/boundedJson.ts";
import { looseJson } from "./looseJson.ts";

const valuesOf = (text: string) => looseJson(text, 1_000_000).map(({ value }) => value);

describe("what is nearly JSON", () => {
  it.each<[string, unknown[]]>([
    ["{'a': None, 'b': (True, False), 'c': nan}", [{ a: null, b: [true, false], c: null }]],
    ["[\"it's\", 'say \"x\"', u'\\u00e9\\x41\\n']", [["it's", 'say "x"', "éA\n"]]],
    [
      "[[0 1]\n [2. -3e1]]",
      [
        [
          [0, 1],
          [2, -30],
        ],
      ],
    ],
    ["array([[0, 1]], dtype=int64)", [[[0, 1]]]],
    ["{'a': np.array([1], dtype=np.dtype('O')), 'b': tensor([2])}", [{ a: [1], b: [2] }]],
    ["OrderedDict([('a', 1)])", [[["a", 1]]]],
    ["{a: 1, $b: [2,], 3: 'x',}", [{ a: 1, $b: [2], 3: "x" }]],
    ["x = [1] # [2]\n// [3]\n/* [4] */ [5]", [[1], [5]]],
    ["> [1,\n> 2]", [[1, 2]]],
    ["\u200b[1,\u200b2\u2060]", [[1, 2]]],
    ["“nothing”", []],
    ["[“a”, „b“, ‘c’]", [["a", "b", "c"]]],
    ['{"__proto__": 1}', [JSON.parse('{"__proto__": 1}')]],
    ["[] {} []", [[], {}, []]],
  ])("%s", (text, values) => expect(valuesOf(text)).toEqual(values));

  it.each([
    ["[1, 2", "it ends within"],
    ["{'a", "it ends within"],
    ["[\n1,\nyes]", "line 3 is not JSON (at “]”)"],
    ["[1}", "line 1 is not JSON"],
    ["[(".repeat(60), "more than 100 deep"],
  ])("%s is refused", (text, reason) => {
    expect(() => valuesOf(text)).toThrow(JsonFault);
    expect(() => valuesOf(text)).toThrow(reason);
  });

  it("reads JSON as JSON's own reader does", () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        expect(valuesOf(text)).toEqual([JSON.parse(text)]);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("ends on any text, in a time that goes with its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."[]{}()'\"“`#/*\\,:> \n1anu.-=") }), (text) => {
        try {
          valuesOf(text);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonFault);
        }
      }),
      { numRuns: 2000, seed: 4 },
    );
    for (const part of [
      "(",
      "'",
      "`",
      ">",
      "/",
      "/*",
      "#",
      "#\n",
      "[ #\n",
      "\\",
      " ",
      "- ",
      "a",
      "a(",
      "[] ",
      "{'a':1}\n",
    ]) {
      const start = processorTime();
      try {
        valuesOf(part.repeat(200_000));
      } catch (error) {
        expect(error).toBeInstanceOf(JsonFault);
      }
      expect([part, processorTime() - start < 1500]).toEqual([part, true]);
    }
  });
});
