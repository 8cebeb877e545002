import type { ModelEntry } from "../src/protocol/events.ts";

/** The embedded reader as a worker lists it. */
export const readerEntry: ModelEntry = {
  id: "embedded-reader",
  name: "Embedded reader",
  parameters: 500_000,
  downloadBytes: 0,
  memoryBytes: 1,
  licence: "MIT",
  description: "",
  origin: "embedded",
  cachedBytes: 0,
};
