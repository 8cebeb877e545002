import { expect, test } from "vitest";
import type { ModelEntry } from "../../protocol/events.ts";
import { initialSession, type SessionState } from "../engine/sessionState.ts";
import { isOwnExpected, taskEntry } from "./taskModels.ts";

const passages = taskEntry("knowledge");
const embedded: ModelEntry = {
  id: "embedded-reader",
  name: "Embedded reader",
  parameters: 1,
  licence: "MIT",
  description: "",
  origin: "embedded",
  downloadBytes: 1,
  memoryBytes: 1,
  cachedBytes: 0,
};
const loading = (id: string): SessionState["loading"] => ({ id, loadId: "l1", progress: null });
const session = (change: Partial<SessionState>): SessionState => ({ ...initialSession, ...change });

test.each<[string, Partial<SessionState>, boolean]>([
  ["before it is known which models there are", {}, true],
  ["while it loads", { modelsKnown: true, models: [embedded], loading: loading("embedded-reader") }, true],
  ["while another loads", { modelsKnown: true, models: [embedded], loading: loading("SmolLM2") }, false],
  ["where none comes with the page", { modelsKnown: true }, false],
])("the page's own model is expected %s: %#", (_, change, expected) => {
  expect(isOwnExpected(session(change), passages)).toBe(expected);
});
