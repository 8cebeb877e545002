import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HIDEABLE } from "../../lessons/lesson.ts";
import { LESSONS } from "../../lessons/lessons.ts";
import { hashOf, VIEWS, viewOf } from "../view.ts";
import { placeHash, placeOf } from "./lessonPlace.ts";

const places = fc.constantFrom(...LESSONS).chain((lesson) =>
  fc.record({
    lesson: fc.constant(lesson.id),
    step: fc.constantFrom("", ...lesson.steps.map(({ id }) => id)),
    hide: fc.subarray(Object.keys(HIDEABLE)),
  }),
);

describe("the address of a step", () => {
  test("brings any place back", () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(placeOf(placeHash(place))).toEqual(place);
        // Also behind the set-up that a link carries.
        expect(placeOf(`#v=2&view=rounds&${placeHash(place).slice(1)}`)).toEqual(place);
      }),
    );
  });

  test("is none in any hash that names no lesson", () => {
    for (const hash of ["", "#", "#station-test", "#view=lessons", "#lesson=", "#lesson=/closed-book"]) {
      expect(placeOf(hash), hash).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => void placeOf(text)));
  });

  test("stands in the place of the view's own while a lesson is open", () => {
    const lesson = { lesson: "puzzles", step: "a-puzzle", hide: [] };
    expect(hashOf({ view: "puzzles", lesson })).toBe("#lesson=puzzles/a-puzzle");
    for (const { id } of VIEWS) {
      expect(viewOf(hashOf({ view: id, lesson: null })) ?? "edit").toBe(id);
    }
  });
});
