import { RETIRED_PRESETS } from "../src/tasks/knowledge/metadata.ts";

/** What tests of the method run with: one sample, whose questions or lines are all kept. Never changes. */
export const TEST_SETTINGS = RETIRED_PRESETS[0]!.settings;
