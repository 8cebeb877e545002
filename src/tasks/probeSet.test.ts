import { describe, expect, it } from "vitest";
import { FakeModel } from "../../test/fakeModel.ts";
import { GridFake } from "../../test/gridFake.ts";
import { probesFor } from "./findTask.ts";
import { EMBEDDED_MODEL_ID } from "./knowledge/metadata.ts";

describe.each([
  ["english", () => new FakeModel()],
  ["world", () => new FakeModel({ id: EMBEDDED_MODEL_ID })],
  ["grids", () => new GridFake()],
])("probes of %s", (name, open) => {
  const model = open();
  const probes = probesFor(model);

  it("are those of the model", () => {
    expect(probes.id.startsWith(name)).toBe(true);
  });

  it("measure no text that training is held to", () => {
    const measured = new Set(probes.texts.map((text) => model.decode(text)));
    const anchors = probes.anchors.map((text) => model.decode(text));
    expect(anchors.length).toBeGreaterThanOrEqual(probes.texts.length - 3);
    expect(anchors.filter((text) => measured.has(text))).toEqual([]);
    expect(new Set(anchors).size).toBe(anchors.length);
  });
});
