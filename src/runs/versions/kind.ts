import { z } from "../../protocol/zod.ts";
import {
  type AcceptanceLimits,
  acceptanceLimitsSchema,
  type PlantedAnswer,
  versionEventSchema,
  versionRequestSchema,
} from "../../versions/versionEvents.ts";
import { LIFECYCLE, type RunKind, type RunState, STARTED, SUMMARY } from "../runKind.ts";
import { INITIAL_VERSIONS, reduceVersions, type VersionState } from "./state.ts";

const SETUP = {
  task: z.string(),
  /** The passages follow from it. */
  seed: z.int(),
  limits: acceptanceLimitsSchema,
};
const setupSchema = z.object(SETUP);

const bodySchema = z.discriminatedUnion("type", [
  z.object({ ...STARTED, ...SETUP }),
  /** What a person asked for, */
  z.object({ type: z.literal("asked"), request: versionRequestSchema }),
  /** and what the worker told. */
  z.object({ type: z.literal("told"), event: versionEventSchema }),
  ...LIFECYCLE,
]);
export type VersionsBody = z.infer<typeof bodySchema>;

/** The versions of a model as they stood at some moment of a log. */
export interface VersionsRun extends RunState {
  limits: AcceptanceLimits;
  versions: VersionState;
}

const summarySchema = z.object({
  ...SUMMARY,
  /** Answers about the planted fact that repeat it: before, after training, and as the model stands at the end. */
  planted: z.object({ of: z.int(), before: z.int(), after: z.int(), now: z.int() }),
});
export type VersionsSummary = z.infer<typeof summarySchema>;

/**
 * What was done with the versions of a model, one operation after the other. It is watched and never run again as a whole:
 * each operation is a person's decision.
 */
export const versionsKind: RunKind<VersionsBody, VersionsRun, VersionsSummary> = {
  id: "versions",
  noun: "log of versions",
  version: 1,
  bodySchema,
  setupSchema,
  summarySchema,
  begin: (run, { type: _type, ...started }) => ({ ...run, ...started, versions: INITIAL_VERSIONS }),
  apply(state, body) {
    switch (body.type) {
      case "asked":
        return withVersions(state, { type: "asked", operation: body.request.operation, step: "" });
      case "told":
        return withVersions(state, body.event);
      default:
        return state;
    }
  },
  isProgress: () => false,
  sectionOf: (body) => (body.type === "asked" ? nameOf(body.request.body) : null),
  summarise: (line, { versions: { planted, askedAgain } }) => ({
    ...line,
    planted: {
      of: planted?.before.length ?? 0,
      before: spread(planted?.before),
      after: spread(planted?.after),
      now: spread(askedAgain?.answers ?? planted?.after),
    },
  }),
};

function withVersions(run: VersionsRun, event: Parameters<typeof reduceVersions>[1]): VersionsRun {
  return { ...run, versions: reduceVersions(run.versions, event) };
}

function spread(answers: readonly PlantedAnswer[] = []): number {
  return answers.filter(({ says }) => says === "planted").length;
}

type Request = Extract<VersionsBody, { type: "asked" }>["request"]["body"];

function nameOf(request: Request): string | null {
  switch (request.type) {
    case "plant":
      return "plant";
    case "measure":
      return "measure";
    case "keep":
      return request.despite ? "merge nevertheless" : "keep";
    case "checkout":
      return "roll back";
    default:
      return null;
  }
}
