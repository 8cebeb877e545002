import type { Failure } from "../../protocol/playgroundError.ts";
import { z } from "../../protocol/zod.ts";
import type { Quarantined, Version } from "../../versions/version.ts";
import {
  type AcceptanceLimits,
  acceptanceLimitsSchema,
  type CandidateFacts,
  DEFAULT_ACCEPTANCE,
  type Measured,
  type OfferedFact,
  type PlantedAnswer,
  type VersionEvent,
  type VersionEventBody,
} from "../../versions/versionEvents.ts";

type Planted = Extract<VersionEventBody, { type: "planted" }>;
type Exported = Extract<VersionEventBody, { type: "exported" }>;

/** What is known of the versions of the loaded model, and what is being done with them. */
export interface VersionState {
  /** Sequence number of the last event; -1 before the first of a worker. */
  sequence: number;
  listed: {
    lasting: boolean;
    versions: readonly Version[];
    quarantined: readonly Quarantined[];
    /** Names of what was kept on weights that the model had before. */
    earlier: readonly string[];
    current: string | null;
    candidate: CandidateFacts | null;
  } | null;
  /** The operation under way, and what it is at. */
  working: { operation: string; step: string } | null;
  failure: Failure | null;
  /** Of a change that waits, until it is kept or another is measured. */
  measured: Measured | null;
  offered: { seed: number; facts: readonly OfferedFact[] } | null;
  planted: Planted | null;
  /** The demonstration's questions, asked of what was put in force since. */
  askedAgain: { current: string | null; answers: readonly PlantedAnswer[] } | null;
  /** Files to be handed to the browser. */
  exported: Exported | null;
}

export const INITIAL_VERSIONS: VersionState = {
  sequence: -1,
  listed: null,
  working: null,
  failure: null,
  measured: null,
  offered: null,
  planted: null,
  askedAgain: null,
  exported: null,
};

/** What the page itself does: ask for something, save what was exported, or see the model go. */
export type VersionAction =
  | { type: "asked"; operation: string; step: string }
  | { type: "saved" }
  | { type: "modelGone" };

/** Pure: events and the page's own requests, folded into what is shown. An event that comes twice changes nothing. */
export function reduceVersions(state: VersionState, event: VersionEvent | VersionAction): VersionState {
  if ("type" in event) {
    switch (event.type) {
      case "asked": {
        const { operation, step } = event;
        return { ...state, working: { operation, step }, failure: null, exported: null };
      }
      case "saved":
        return { ...state, exported: null };
      case "modelGone":
        return INITIAL_VERSIONS;
    }
  }
  if (event.sequence <= state.sequence) return state;
  return apply({ ...state, sequence: event.sequence }, event);
}

function apply(state: VersionState, { operation, body }: VersionEvent): VersionState {
  switch (body.type) {
    case "listed": {
      const { lasting, versions, quarantined, earlier, current, candidate } = body;
      const isWaiting = state.measured !== null && candidate?.runId === state.measured.runId;
      return {
        ...state,
        listed: { lasting, versions, quarantined, earlier, current, candidate },
        measured: isWaiting ? state.measured : null,
      };
    }
    case "working":
      return operation === null ? state : { ...state, working: { operation, step: body.step } };
    case "measured":
      return { ...state, measured: body.measured };
    case "exported":
      return { ...state, exported: body };
    case "factsOffered":
      return { ...state, offered: { seed: body.seed, facts: body.facts }, planted: null, askedAgain: null };
    case "planted":
      return { ...state, planted: body, askedAgain: null };
    case "plantAsked":
      return { ...state, askedAgain: { current: body.current, answers: body.answers } };
    case "done":
      return endOf(state, operation);
    case "failed":
      return { ...endOf(state, operation), failure: body.failure };
  }
}

function endOf(state: VersionState, operation: string | null): VersionState {
  return state.working?.operation === operation ? { ...state, working: null } : state;
}

/** The limits as a text that a later visit reads: one that is missing, and all where one does not fit, are the defaults. */
export function readLimits(text: string | null): AcceptanceLimits {
  const json = z.pipe(
    z.string(),
    z.transform((value, context) => {
      try {
        const parsed: unknown = JSON.parse(value);
        return typeof parsed === "object" ? { ...DEFAULT_ACCEPTANCE, ...parsed } : parsed;
      } catch {
        context.issues.push({ code: "custom", message: "not JSON", input: value });
        return z.NEVER;
      }
    }),
  );
  return z.pipe(json, acceptanceLimitsSchema).safeParse(text).data ?? DEFAULT_ACCEPTANCE;
}
