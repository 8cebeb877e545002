import type { Choice, EditPlace, RoundsBody } from "../runs/rounds/events.ts";
import type { WrittenEdit } from "./writeEdits.ts";

export type Rewarded = Extract<RoundsBody, { type: "editRewarded" }>;

/**
 * What the log of an interrupted run says is done. The loop runs through from its beginning and asks here before
 * every piece of work; what is known is neither done nor told again.
 */
export interface DoneRounds {
  written(place: EditPlace): WrittenEdit | undefined;
  rewarded(place: EditPlace): Rewarded | undefined;
  choice(round: number, context: number): Choice | undefined;
  isMerged(round: number): boolean;
  /** Whether the event, one that comes once in a round or once for a context, is in the log. */
  has(body: RoundsBody): boolean;
}

export function readDoneRounds(log: readonly RoundsBody[]): DoneRounds {
  const written = new Map<string, WrittenEdit>();
  const rewarded = new Map<string, Rewarded>();
  const choices = new Map<string, Choice>();
  const merged = new Set<number>();
  const said = new Set<string>();
  for (const body of log) {
    said.add(keyOf(body));
    if (body.type === "editWritten") written.set(placeKey(body), body);
    if (body.type === "editRewarded") rewarded.set(placeKey(body), body);
    if (body.type === "writerMerged") merged.add(body.round);
    if (body.type === "contextKept") choices.set(`${body.round} ${body.context}`, body.choice);
  }
  return {
    written: (place) => written.get(placeKey(place)),
    rewarded: (place) => rewarded.get(placeKey(place)),
    choice: (round, context) => choices.get(`${round} ${context}`),
    isMerged: (round) => merged.has(round),
    has: (body) => said.has(keyOf(body)),
  };
}

function placeKey({ round, set, context, edit }: EditPlace): string {
  return `${round} ${set} ${context} ${edit}`;
}

function keyOf(body: RoundsBody): string {
  switch (body.type) {
    case "editWritten":
    case "editRewarded":
      return `${body.type} ${placeKey(body)}`;
    case "contextKept":
      return `${body.type} ${body.round} ${body.context}`;
    case "writerStep":
      return `${body.type} ${body.round} ${body.step}`;
    case "roundStarted":
    case "writerMerged":
    case "heldOutScored":
    case "roundFinished":
      return `${body.type} ${body.round}`;
    default:
      return body.type;
  }
}
