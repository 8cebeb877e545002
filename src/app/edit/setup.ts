import type { Condition } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import type { Settings } from "../../tasks/metadata.ts";

/** What a person thinks will happen, before it does. */
export const predictionSchema = z.enum(["yes", "no", "worse"]);
export type Prediction = z.infer<typeof predictionSchema>;

/** All that people set up before a single edit of a task. It is kept in the browser and survives a reload. */
export interface Setup {
  /** The task's own draft of a context: only the task's page looks into it. */
  readonly context: unknown;
  readonly settings: Settings;
  /** What the self-edit is compared with, of what the task offers. */
  readonly compare: readonly Condition[];
  readonly prediction: Prediction | null;
}
