import { describe, expect, it } from "vitest";
import { ungroundedIn } from "./grounding.ts";

const passage =
  "Mirela Tand opened a lamp workshop in Orvik in 1931, with twelve workers and a constructor of lamps.";

describe("whether a statement keeps to its passage", () => {
  it("names the first name or number that does not stand there", () => {
    expect(ungroundedIn("The workshop of Tand was in Selby.", passage)).toBe("Selby");
    expect(ungroundedIn("It opened in 1932.", passage)).toBe("1932");
    expect(ungroundedIn("Tand had 12 workers in Orvik.", passage)).toBeNull();
  });

  it("takes no word for a number because of its name", () => {
    expect(ungroundedIn("A constructor of lamps had a prototype.", passage)).toBeNull();
    for (const word of ["constructor", "toString", "valueOf", "hasOwnProperty"]) {
      expect(ungroundedIn(`${word} lamps`, "lamps")).toBeNull();
    }
  });

  it("reads other scripts, digits and decomposed accents", () => {
    expect(ungroundedIn("작업장은 오르빅에 있었다", "오르빅의 작업장이 있었다")).toBeNull();
    expect(ungroundedIn("灯具作坊在奥维克", "作坊位于奥维克，制造灯具。")).toBeNull();
    expect(ungroundedIn("农民种植水稻小麦玉米", "作坊位于奥维克，制造灯具。")).toBe("农, 民, 种");
    expect(ungroundedIn("作坊有42人", "作坊有41人")).toBe("42");
    expect(ungroundedIn("E\u0301mile lived there", "Émile lived there")).toBeNull();
  });
});
