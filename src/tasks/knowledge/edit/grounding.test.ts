import { describe, expect, it } from "vitest";
import { ungroundedIn } from "./grounding.ts";

const passage =
  "Mirela Tand opened a lamp workshop in Orvik in 1931, with twelve workers and a constructor of lamps.";

describe("whether a statement keeps to its passage", () => {
  it("names the first name or number that does not stand there", () => {
    expect(ungroundedIn("The workshop of Tand was in Selby.", passage)).toEqual(["Selby"]);
    expect(ungroundedIn("It opened in 1932.", passage)).toEqual(["1932"]);
    expect(ungroundedIn("Tand had 12 workers in Orvik.", passage)).toEqual([]);
  });

  it("takes no word for a number because of its name", () => {
    expect(ungroundedIn("A constructor of lamps had a prototype.", passage)).toEqual([]);
    for (const word of ["constructor", "toString", "valueOf", "hasOwnProperty"]) {
      expect(ungroundedIn(`${word} lamps`, "lamps")).toEqual([]);
    }
  });

  it("reads other scripts, digits and decomposed accents", () => {
    expect(ungroundedIn("작업장은 오르빅에 있었다", "오르빅의 작업장이 있었다")).toEqual([]);
    expect(ungroundedIn("灯具作坊在奥维克", "作坊位于奥维克，制造灯具。")).toEqual([]);
    expect(ungroundedIn("农民种植水稻小麦玉米", "作坊位于奥维克，制造灯具。")).toEqual(["农", "民", "种"]);
    expect(ungroundedIn("作坊有42人", "作坊有41人")).toEqual(["42"]);
    expect(ungroundedIn("E\u0301mile lived there", "Émile lived there")).toEqual([]);
  });
});
