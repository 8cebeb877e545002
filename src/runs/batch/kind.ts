import type { Growth } from "../growth.ts";
import { damaged } from "../reduceRun.ts";
import type { RunKind } from "../runKind.ts";
import { type BatchBody, batchBodySchema, batchSetupSchema } from "./events.ts";
import type { BatchRun, ItemResult } from "./state.ts";
import { type BatchSummary, batchSummarySchema, summariseBatch } from "./summary.ts";

/** A set of contexts, on each of which an inner loop is run. */
export const batchKind: RunKind<BatchBody, BatchRun, BatchSummary> = {
  id: "batch",
  noun: "batch",
  version: 1,
  bodySchema: batchBodySchema,
  setupSchema: batchSetupSchema,
  summarySchema: batchSummarySchema,
  begin: (run, { type: _type, ...started }) => ({ ...run, ...started, results: [] }),
  apply(state, body, growth) {
    switch (body.type) {
      case "itemStarted":
        checkTurn(state, body.item);
        return state;
      case "itemFinished": {
        const { pieces, outcomes, results, seconds } = body;
        return withResult(growth, state, body.item, { pieces, outcomes, results, seconds, failure: null });
      }
      case "itemFailed": {
        const { failure, seconds } = body;
        return withResult(growth, state, body.item, {
          pieces: [],
          outcomes: [],
          results: [],
          seconds,
          failure,
        });
      }
      default:
        return state;
    }
  },
  isProgress: () => false,
  sectionOf: (body) => (body.type === "itemStarted" ? `number ${body.item + 1}` : null),
  summarise: summariseBatch,
};

function withResult(growth: Growth, state: BatchRun, item: number, result: ItemResult): BatchRun {
  checkTurn(state, item);
  return { ...state, results: growth.append(state.results, result) };
}

function checkTurn({ results, items }: BatchRun, item: number): void {
  if (item !== results.length || item >= items.length)
    throw damaged(batchKind, `item ${item} is out of turn`);
}
